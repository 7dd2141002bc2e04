/**
 * The board controller: what operator and software of the guest ask for, the slot of the CPU board,
 * and the firmware's service interrupt.
 */
package ft.chipset.controller.board;
