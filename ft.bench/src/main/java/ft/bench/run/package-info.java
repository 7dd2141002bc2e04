/** Takes the samples in turns, and what they come to. */
package ft.bench.run;
