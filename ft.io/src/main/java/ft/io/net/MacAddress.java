package ft.io.net;

import ft.api.device.DeviceException;
import ft.api.slot.DeviceContext;
import ft.device.kit.Options;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Addresses of network devices. */
final class MacAddress {
    /** Option: the address. */
    static final String OPTION = "mac";

    private static final Pattern SYNTAX = Pattern.compile("(\\p{XDigit}{2}:){5}\\p{XDigit}{2}");
    private static final HexFormat FORMAT = HexFormat.ofDelimiter(":");
    private static final int SLOT_SHIFT = 12;

    private MacAddress() {}

    /**
     * The address in the options of a slot, or one that no other slot of its server has: locally
     * administered, with the number of the IO subsystem and the place of the slot.
     */
    static byte[] of(DeviceContext context) throws DeviceException {
        String text = context.options().get(OPTION);
        if (text == null) {
            return new byte[] {
                0x02,
                'F',
                'T',
                0,
                (byte) context.ioSubsystem(),
                (byte) (context.base() >>> SLOT_SHIFT)
            };
        }
        byte[] address = SYNTAX.matcher(text).matches() ? FORMAT.parseHex(text) : null;
        if (address == null || (address[0] & 1) != 0) {
            throw Options.problem(
                    context,
                    "the option mac is \"%s\", but must be an address of one device such as %s"
                            .formatted(text, "02:46:54:00:00:01"),
                    null);
        }
        return address;
    }
}
