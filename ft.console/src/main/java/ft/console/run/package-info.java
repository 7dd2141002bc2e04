/** {@code ./ft run}: a guest from power on to its end, without a keyboard. */
package ft.console.run;
