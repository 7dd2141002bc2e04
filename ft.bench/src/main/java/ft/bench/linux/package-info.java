/** A stock Linux, on ours and on QEMU. */
package ft.bench.linux;
