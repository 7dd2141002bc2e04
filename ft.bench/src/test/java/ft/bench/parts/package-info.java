/**
 * Parts of the server, measured by JMH. In each class the method {@code ours} is compared with the
 * others; all of them do the same work.
 */
package ft.bench.parts;
