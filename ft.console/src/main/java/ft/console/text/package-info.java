/** Words in and text out: arguments, tables, units, progress, and problems in one sentence. */
package ft.console.text;
