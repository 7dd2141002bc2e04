/** What a server gets from outside, when it takes effect, and how it is given again. */
package ft.chipset.history;
