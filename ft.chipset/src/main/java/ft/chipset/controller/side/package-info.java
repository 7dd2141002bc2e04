/** What every part of one side's controller works with: its slot, its end of the crosslink. */
package ft.chipset.controller.side;
