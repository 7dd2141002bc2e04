/** Records in files. */
package ft.chipset.record;
