/** What several devices need. */
package ft.io.support;
