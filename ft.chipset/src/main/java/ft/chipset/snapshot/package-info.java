/** Snapshots of whole servers: how the fields of all parts are kept, in memory and in files. */
package ft.chipset.snapshot;
