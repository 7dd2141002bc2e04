/** Saving and loading of device states. */
package ft.io.state;
