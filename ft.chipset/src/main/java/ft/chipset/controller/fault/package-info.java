/** Faults that were injected. */
package ft.chipset.controller.fault;
