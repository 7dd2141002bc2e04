/** The Gogo commands of scope {@code ft}. */
package ft.console.command;
