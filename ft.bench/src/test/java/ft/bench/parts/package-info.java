/** Parts of the server, measured by JMH: the method {@code ours} of each class. */
package ft.bench.parts;
