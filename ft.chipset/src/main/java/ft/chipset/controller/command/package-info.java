/** What operator and software ask of a server, and the power and boards that it is about. */
package ft.chipset.controller.command;
