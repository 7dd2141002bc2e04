/** Parts of the server, measured by JMH where the sources are. */
package ft.bench.parts;
