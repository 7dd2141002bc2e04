package ft.api.guest;

import java.util.Arrays;
import java.util.Objects;

/**
 * A program to boot: an ELF file for RV64, and the arguments it finds in the device tree at {@code
 * /chosen/bootargs}.
 *
 * @param name for messages, a file name or the name in the catalog
 * @param image the ELF file
 * @param arguments boot arguments
 */
public record GuestProgram(String name, byte[] image, String arguments) {
    @Override
    public boolean equals(Object other) {
        return other instanceof GuestProgram that
                && name.equals(that.name)
                && arguments.equals(that.arguments)
                && Arrays.equals(image, that.image);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, arguments, Arrays.hashCode(image));
    }

    @Override
    public String toString() {
        return arguments.isEmpty() ? name : name + " (" + arguments + ")";
    }
}
