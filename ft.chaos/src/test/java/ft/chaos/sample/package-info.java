/** Bundles of third parties, to be shaken beside our own. */
package ft.chaos.sample;
