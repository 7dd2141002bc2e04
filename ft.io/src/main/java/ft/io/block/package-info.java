/** Block devices and what holds their data. */
package ft.io.block;
