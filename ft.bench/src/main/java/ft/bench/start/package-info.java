/** What a user notices before anything is computed: the start, memory, and an idle guest. */
package ft.bench.start;
