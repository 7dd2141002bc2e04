/** Metrics of servers in the text format of OpenMetrics 1.0, and where HTTP clients get them. */
package ft.observe.metrics;
