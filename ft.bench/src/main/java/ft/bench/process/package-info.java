/** Processes that are measured: the server's launcher, QEMU. */
package ft.bench.process;
