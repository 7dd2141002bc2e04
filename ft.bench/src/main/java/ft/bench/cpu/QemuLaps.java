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
 * @param target what ours is meant to reach against it
 */
record QemuLaps(
        String name,
        List<String> options,
        String arguments,
        LapClock clock,
        Path image,
        OptionalDouble target)
        implements Contestant {
    @Override
    public Optional<String> missing() {
        return Qemu.missing();
    }

    @Override
    public Sample sample() throws VerbException, InterruptedException {
        try (Child child = new Child("QEMU", Qemu.guest(image, arguments, options), Map.of())) {
            return clock.take(child, WarmUp.Patience.QEMU, false, "");
        }
    }
}
