/** What the words after {@code ./ft} lead to. */
package ft.console.launch;
