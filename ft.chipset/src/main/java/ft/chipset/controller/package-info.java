/**
 * The FT controller: what it is made of, what all of its parts see, and where state events go. Each
 * of its concerns has a package below.
 */
package ft.chipset.controller;
