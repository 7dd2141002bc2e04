package ft.api.io;

/**
 * A slot as it is now.
 *
 * @param slot its description
 * @param present whether a device is in it
 * @param device type of the device that is in it or is to be; {@code ""} for a bay that is free
 * @param bundle symbolic name and version of the bundle that the device is from, {@code ""} while
 *     there is none
 * @param problem one sentence on why it is empty, or {@code ""}
 * @param reads requests served since power on
 * @param writes requests served since power on
 * @param aborts requests that ended in a master abort
 * @param errors errors the device reported
 */
public record SlotStatus(
        SlotDescription slot,
        boolean present,
        String device,
        String bundle,
        String problem,
        long reads,
        long writes,
        long aborts,
        long errors) {
    /** A slot without a device, of a server that has no power. */
    public static SlotStatus empty(SlotDescription slot, String problem) {
        String device = slot.isBay() ? "" : slot.device();
        return new SlotStatus(slot, false, device, "", problem, 0, 0, 0, 0);
    }
}
