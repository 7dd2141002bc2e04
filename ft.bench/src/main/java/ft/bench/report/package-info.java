/** Tables, pages and files of what was measured. */
package ft.bench.report;
