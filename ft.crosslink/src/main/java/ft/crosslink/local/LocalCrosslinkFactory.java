package ft.crosslink.local;

import ft.api.crosslink.Crosslink;
import ft.api.crosslink.CrosslinkFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Makes crosslinks between systems of one process. */
@Component(configurationPid = "ft.crosslink")
@Designate(ocd = LocalCrosslinkFactory.Options.class)
public final class LocalCrosslinkFactory implements CrosslinkFactory {
    private static final int MAX_RING = 1 << 30;

    /** What can be configured; crosslinks that are made later take new values. */
    @ObjectClassDefinition(
            name = "FT crosslink in one process",
            description = "Ring buffers between the systems of a server")
    public @interface Options {
        /** Bytes a direction holds, rounded up to a power of two. */
        @AttributeDefinition(
                name = "Ring size [bytes]",
                description =
                        "Bytes a direction of a link holds, rounded up to a power of two; from"
                                + " 262144 (256 KiB) to 1073741824 (1 GiB)",
                min = "262144",
                max = "1073741824")
        int ring_size() default 1 << 20;

        /** How often a waiting system looks before its thread is parked. */
        @AttributeDefinition(
                name = "Spins [times]",
                description =
                        "How often a waiting system looks for frames before its thread is parked, at"
                                + " most; a fiftieth of it where there is one processor only",
                min = "0")
        int spins() default 2000;
    }

    private volatile Options options;

    /** With its configuration. */
    @Activate
    public LocalCrosslinkFactory(Options options) {
        this.options = options;
    }

    @Modified
    void modified(Options changed) {
        options = changed;
    }

    @Override
    public Crosslink connect(int systems) {
        Options now = options;
        int size = now.ring_size();
        if (size < Ring.MIN_CAPACITY || size > MAX_RING) {
            throw new IllegalArgumentException(
                    "Option ring.size of ft.crosslink is %d; it must be from %d to %d"
                            .formatted(size, Ring.MIN_CAPACITY, MAX_RING));
        }
        // Spinning where nobody else can run only delays what is waited for.
        boolean alone = Runtime.getRuntime().availableProcessors() == 1;
        int spins = Math.max(0, now.spins());
        return new LocalCrosslink(
                systems, Integer.highestOneBit(2 * size - 1), alone ? spins / 50 : spins);
    }
}
