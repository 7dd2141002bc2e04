package ft.io.block;

import ft.api.device.DeviceException;
import ft.api.slot.DeviceContext;
import ft.device.kit.Options;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What the options of a slot say about its disk.
 *
 * @param disk opened
 * @param readOnly whether the guest may not write
 */
record DiskOptions(Disk disk, boolean readOnly) {
    /** Option: path of the image file. */
    private static final String IMAGE = "image";

    /** Option: size of a disk in memory. */
    private static final String MEMORY = "memory";

    /** Option: whether the guest may not write. */
    private static final String READ_ONLY = "readonly";

    /** Opens the disk, or says in one sentence why not. */
    static DiskOptions of(DeviceContext context) throws DeviceException {
        Options.allow(context, IMAGE, MEMORY, READ_ONLY);
        boolean readOnly = Options.choice(context, READ_ONLY, "false", "true") == 1;
        String image = context.options().get(IMAGE);
        String memory = context.options().get(MEMORY);
        if ((image == null) == (memory == null)) {
            throw Options.problem(
                    context,
                    "a block device needs either the option image or the option memory, but has "
                            + (image == null ? "neither" : "both"),
                    null);
        }
        return new DiskOptions(
                image != null
                        ? openImage(context, image, readOnly)
                        : new MemoryDisk(memorySize(context, memory)),
                readOnly);
    }

    private static Disk openImage(DeviceContext context, String image, boolean readOnly)
            throws DeviceException {
        try {
            return ImageDisk.open(Path.of(image), readOnly);
        } catch (InvalidPathException e) {
            throw Options.problem(
                    context, "the option image is \"%s\", which is no path".formatted(image), e);
        } catch (IOException e) {
            throw Options.problem(
                    context, "the disk image %s %s".formatted(image, e.getMessage()), e);
        }
    }

    private static long memorySize(DeviceContext context, String text) throws DeviceException {
        long size;
        try {
            size = ByteSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw Options.problem(
                    context,
                    "the option memory is \"%s\", but must be a size such as 16MiB".formatted(text),
                    e);
        }
        if (size < Disk.SECTOR || size % Disk.SECTOR != 0) {
            throw Options.problem(
                    context,
                    "the option memory is %s, but must be a multiple of %d bytes"
                            .formatted(text, Disk.SECTOR),
                    null);
        }
        return size;
    }
}
