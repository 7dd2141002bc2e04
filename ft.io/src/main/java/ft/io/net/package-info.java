/** Network devices, and what their cable can be plugged into on the host. */
package ft.io.net;
