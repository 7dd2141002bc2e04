/**
 * The crosslink between systems of one process: nothing but bytes crosses, through one ring buffer
 * for each direction of each pair.
 */
package ft.crosslink.local;
