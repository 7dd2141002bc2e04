/**
 * What all controllers of a server know alike at a boundary, and the form in which they tell each
 * other.
 */
package ft.chipset.controller.view;
