/** What tools see of servers: events, logs, health checks, inventory, metrics. */
package ft.test.observe;
