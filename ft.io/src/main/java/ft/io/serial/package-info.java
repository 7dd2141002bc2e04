/** Serial lines. */
package ft.io.serial;
