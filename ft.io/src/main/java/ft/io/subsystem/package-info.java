/** Slots, windows, interrupt lines and guest time: the IO subsystem without its devices. */
package ft.io.subsystem;
