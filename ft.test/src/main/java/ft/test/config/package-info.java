/** Configurations: what they describe, changed while servers run, several servers. */
package ft.test.config;
