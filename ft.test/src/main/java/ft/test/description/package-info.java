/** Servers that configuration describes, rightly and wrongly. */
package ft.test.description;
