/** What commands return, and how it looks. */
package ft.console.view;
