/** Servers that come and go, and what they leave behind: nothing. */
package ft.test.life;
