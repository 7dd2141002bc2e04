/** Devices through which a guest ends or restarts the machine. */
package ft.io.power;
