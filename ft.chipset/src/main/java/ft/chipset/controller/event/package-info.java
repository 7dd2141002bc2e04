/** State events: where they go, what they are called, and who acts on them. */
package ft.chipset.controller.event;
