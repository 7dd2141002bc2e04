/** Debuggers at the systems of a server. */
package ft.test.debug;
