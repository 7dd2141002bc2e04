/** A quantum after the other: run, report, judge, decide, inbound, close; and what is decided. */
package ft.chipset.controller.round;
