package ft.linux.verb;

import ft.api.guest.GuestProgram;
import ft.api.verb.VerbException;
import ft.linux.initramfs.Initramfs;
import ft.linux.parts.Parts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Puts a guest together out of what was fetched and files of the user's own. */
final class LinuxGuest {
    /**
     * The kernel's console is the first UART, from the first message on; it can have only one that
     * is a UART. A kernel that panics ends.
     */
    private static final String ARGUMENTS = "console=ttyS0 earlycon=sbi panic=-1";

    private LinuxGuest() {}

    /**
     * Makes it; fetches only what it needs.
     *
     * @param task what runs in our initial RAM disk; a shell with nothing
     */
    static GuestProgram make(LinuxOptions options, String task, PrintStream err)
            throws VerbException, InterruptedException {
        boolean ownKernel = options.kernel().isPresent();
        boolean complete = ownKernel && options.sbi().isPresent();
        Optional<Parts> parts = complete ? Optional.empty() : Optional.of(options.store().get(err));
        try {
            byte[] sbi = options.sbi().isPresent() ? read(options.sbi()) : parts.get().sbi();
            byte[] kernel = ownKernel ? read(options.kernel()) : parts.get().kernel();
            byte[] initrd;
            if (options.initrd().isPresent()) {
                initrd = read(options.initrd());
            } else {
                initrd = ownKernel ? new byte[0] : Initramfs.of(parts.get());
            }
            String arguments =
                    String.join(" ", ARGUMENTS, options.append(), task)
                            .replaceAll(" +", " ")
                            .strip();
            return new GuestProgram("Linux", kernel, arguments, sbi, initrd);
        } catch (NoSuchFileException e) {
            throw new VerbException("There is no file " + e.getFile() + ".", e);
        } catch (IOException e) {
            throw new VerbException(
                    "A part of Linux cannot be read: "
                            + e.getMessage()
                            + "; take "
                            + options.store().folder()
                            + " away to fetch it anew.",
                    e);
        }
    }

    private static byte[] read(Optional<Path> file) throws IOException {
        return Files.readAllBytes(file.orElseThrow());
    }

    /** Writes its parts as files. */
    static void export(GuestProgram guest, Path folder, PrintStream out) throws VerbException {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("fw_dynamic.bin"), guest.sbi());
            Files.write(folder.resolve("kernel"), guest.image());
            Files.write(folder.resolve("initramfs.cpio"), guest.initrd());
            Files.writeString(folder.resolve("arguments"), guest.arguments() + "\n");
        } catch (IOException e) {
            throw new VerbException("Cannot write to " + folder + ": " + e.getMessage() + ".", e);
        }
        out.println(folder + " has fw_dynamic.bin, kernel, initramfs.cpio and the boot arguments.");
    }
}
