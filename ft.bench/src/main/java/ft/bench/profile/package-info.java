/** Where the time of a benchmark goes. */
package ft.bench.profile;
