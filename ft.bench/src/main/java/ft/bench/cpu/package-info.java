/** Guests that compute, on ours and on QEMU. */
package ft.bench.cpu;
