/** Logs what happens to servers and what their devices log to the Log Service. */
package ft.observe.log;
