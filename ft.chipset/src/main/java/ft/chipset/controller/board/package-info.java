/**
 * The board controller of one side: its part in what firmware does, and what software of the guest
 * sees of the server.
 */
package ft.chipset.controller.board;
