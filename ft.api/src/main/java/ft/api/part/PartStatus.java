package ft.api.part;

/**
 * A part of a running server, and where it came from.
 *
 * @param system the system it belongs to, or {@link #SHARED}
 * @param kind what it is
 * @param name which one, where there are several: the slot of a device, the name a strategy is
 *     selected by; else empty
 * @param bundle symbolic name of the bundle it came from
 * @param version of that bundle at the time when the part was made
 * @param installed whether that bundle provides it still; if not, this one runs on with what it is
 *     made of, and the next one comes from what is installed then
 */
public record PartStatus(
        int system, PartKind kind, String name, String bundle, String version, boolean installed) {
    /** Instead of a system's number: all of them share it. */
    public static final int SHARED = -1;
}
