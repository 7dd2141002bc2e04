package ft.bench.cpu;

import ft.api.bench.Contestant;
import ft.api.bench.Sample;
import ft.api.verb.VerbException;
import ft.bench.process.Child;
import ft.bench.process.Qemu;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The guest laps on QEMU.
 *
 * @param options of QEMU
 * @param arguments of the guest
 * @param image the guest
 */
record QemuLaps(String name, List<String> options, String arguments, LapClock clock, Path image)
        implements Contestant {
    /** QEMU translates once and is as fast as it gets; a virtual machine compiles by and by. */
    private static final double WARM_UP = 0.2;

    @Override
    public Optional<String> missing() {
        return Qemu.missing();
    }

    /** Not slower: people use this for what ours does. */
    @Override
    public OptionalDouble target() {
        return OptionalDouble.of(1);
    }

    @Override
    public Sample sample() throws VerbException, InterruptedException {
        try (Child child = new Child("QEMU", Qemu.guest(image, arguments, options), Map.of())) {
            return clock.take(child, WARM_UP, false, "");
        }
    }
}
