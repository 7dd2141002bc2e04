/** Disks that the guest mirrors onto both IO subsystems. */
package ft.test.disk;
