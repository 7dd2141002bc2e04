/** {@code ./ft bench}. */
package ft.bench.verb;
