/** The IO subsystem among services that come and go. */
package ft.test.io;
