/** What a guest and its devices do, line by line. */
package ft.console.trace;
