/** What tests of devices need beside the device kit. */
package ft.io.kit;
