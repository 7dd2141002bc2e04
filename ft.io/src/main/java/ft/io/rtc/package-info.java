/** Real time clocks. */
package ft.io.rtc;
