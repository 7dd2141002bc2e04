/** How a server is described: its options, what they may be, and when a change takes effect. */
package ft.chipset.description;
