package ft.api.guest;

import java.util.Arrays;
import java.util.Objects;

/**
 * A program to boot, and the arguments it finds in the device tree at {@code /chosen/bootargs}.
 *
 * <p>Without SBI firmware it is an ELF file for RV64 that runs in machine mode. With it, the
 * firmware runs in machine mode and starts the program in supervisor mode; then it may be a Linux
 * kernel image as well, as it is or compressed with gzip, and have an initial RAM disk.
 *
 * @param name for messages, a file name or the name in the catalog
 * @param image the ELF file or the kernel image
 * @param arguments boot arguments
 * @param sbi OpenSBI's {@code fw_dynamic} as a raw image, or no bytes
 * @param initrd the initial RAM disk, or no bytes
 */
public record GuestProgram(String name, byte[] image, String arguments, byte[] sbi, byte[] initrd) {
    private static final byte[] NONE = {};

    /** A program that runs in machine mode, with nothing below it. */
    public GuestProgram(String name, byte[] image, String arguments) {
        this(name, image, arguments, NONE, NONE);
    }

    /** Whether firmware starts it in supervisor mode. */
    public boolean isSupervisor() {
        return sbi.length != 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GuestProgram that
                && name.equals(that.name)
                && arguments.equals(that.arguments)
                && Arrays.equals(image, that.image)
                && Arrays.equals(sbi, that.sbi)
                && Arrays.equals(initrd, that.initrd);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                name,
                arguments,
                Arrays.hashCode(image),
                Arrays.hashCode(sbi),
                Arrays.hashCode(initrd));
    }

    @Override
    public String toString() {
        return arguments.isEmpty() ? name : name + " (" + arguments + ")";
    }
}
