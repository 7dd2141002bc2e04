/**
 * How a system that fell out of step comes back: the driver of copy strategies and both ends of the
 * copy.
 */
package ft.chipset.controller.copy;
