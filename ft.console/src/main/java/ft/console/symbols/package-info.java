/** Names for addresses: where they come from, and how they are looked up. */
package ft.console.symbols;
