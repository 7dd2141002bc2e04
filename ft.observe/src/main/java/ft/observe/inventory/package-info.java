/** What servers are made of and have done, as text and JSON. */
package ft.observe.inventory;
