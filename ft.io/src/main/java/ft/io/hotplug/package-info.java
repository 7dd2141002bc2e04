/** The hot-plug controller: what a guest sees of devices that come and go. */
package ft.io.hotplug;
