/** Devices that give random numbers. */
package ft.io.entropy;
