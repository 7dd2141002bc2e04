/** Virtio over MMIO, version 2 (virtio 1.x): transport and split virtqueues. */
package ft.io.virtio;
