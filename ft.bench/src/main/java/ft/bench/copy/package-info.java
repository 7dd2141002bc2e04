/** Copying main storage, and how long a guest stands still for it. */
package ft.bench.copy;
