package ft.api.io;

/**
 * A slot as it is now.
 *
 * @param slot its description
 * @param present whether a device is in it
 * @param problem one sentence on why it is empty, or {@code ""}
 * @param reads requests served since power on
 * @param writes requests served since power on
 * @param aborts requests that ended in a master abort
 * @param errors errors the device reported
 */
public record SlotStatus(
        SlotDescription slot,
        boolean present,
        String problem,
        long reads,
        long writes,
        long aborts,
        long errors) {}
