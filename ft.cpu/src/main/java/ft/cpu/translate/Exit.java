package ft.cpu.translate;

import ft.cpu.decode.Block;

/**
 * A place where translated code is left.
 *
 * @param block block of the instruction that has to be done out of line; null if there is none
 * @param index of that instruction in its block; without one the offset in the page of where to go
 *     on, or {@link #COMPUTED}
 * @param unspent instructions that were paid for and not executed, without that one
 * @param resume entry that the next instruction is, or -1
 * @param exhausted whether it is left for want of budget only
 */
public record Exit(Block block, int index, int unspent, int resume, boolean exhausted) {
    /** In place of an offset: the address is in {@link RegionState#pc}. */
    public static final int COMPUTED = -1;
}
