/** How servers are, as health checks too. */
package ft.observe.health;
