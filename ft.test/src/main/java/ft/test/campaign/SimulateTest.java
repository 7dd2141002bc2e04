package ft.test.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.copy.CopySession;
import ft.api.copy.CopyStrategy;
import ft.api.resync.CopyEnvironment;
import ft.api.verb.Verb;
import ft.test.support.Lab;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.test.common.annotation.InjectBundleContext;

/** {@code ./ft simulate} on the bundles that are installed, and on one that is broken. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class SimulateTest {
    private static final String MACHINE =
            "seed=1; guest=writer; args=ws=64 pause=50; end=500000;"
                    + " memory=1MiB; cyclesPerTick=1; quantum=4096; dmaRate=256MiB;"
                    + " traceAlmostFull=100; traceEntries=300; ";

    @InjectBundleContext BundleContext context;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Verb simulate;

    @BeforeEach
    void find() throws Exception {
        // Whoever waits for one of them finds all: they come with the same bundle.
        Lab.service(context, Verb.class, "");
        for (ServiceReference<Verb> each : context.getServiceReferences(Verb.class, null)) {
            Verb verb = context.getService(each);
            simulate = verb.name().equals("simulate") ? verb : simulate;
        }
    }

    private int run(String... words) throws Exception {
        try (PrintStream print = new PrintStream(out, true)) {
            return simulate.run(List.of(words), print, print);
        }
    }

    @Test
    void aFewSeedsHoldEveryInvariant() throws Exception {
        assertThat(run("--seeds", "5..16", "--twice", "4", "--workers", "1"))
                .as(out.toString())
                .isZero();
        assertThat(out.toString()).contains("12 seeds", "Runs that violate an invariant: 0");
    }

    @Test
    void aRestartOfTheStrategysBundleIsWithstood() throws Exception {
        String story =
                MACHINE
                        + "strategy=checksum; 200000: inject cpu 1; 205000: reset 1;"
                        + " 215000: restart ft.copy.checksum 10; 215001: restart ft.copy.trace 12";
        assertThat(run("--story", story)).as(out.toString()).isZero();
    }

    /** What was found once: the story of a failure stays what it was, a seed does not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // An overflow of the trace after T117, on the way to ST8, was nowhere to be seen.
                "seed=93; guest=ledger; args=ws=128 steps=16 report=40 disks=none; end=400000;"
                        + " cyclesPerTick=1; dmaRate=128MiB; memory=1MiB; quantum=4096;"
                        + " strategy=checksum; traceAlmostFull=128; traceEntries=203;"
                        + " traceGranularity=LINE; asyncLimit=4;"
                        + " 218180: inject comparator 1 bus different@227879",
                // A bus fault in the handler of the SMI was told a quantum late.
                "seed=215; guest=ledger; args=ws=64 steps=4 report=50 journal=64; end=400000;"
                        + " asyncLimit=17; backgroundShare=0.27; checksumRate=256MiB;"
                        + " copyUnit=256; cyclesPerTick=1; dmaRate=256MiB; memory=1MiB;"
                        + " quantum=8192; strategy=checksum-trap; systems=3;"
                        + " traceAlmostFull=1644; traceEntries=2022; traceGranularity=LINE;"
                        + " 147681: inject bus-write 1 22",
                // Without its presence line a board that is pulled is a link that is lost.
                "seed=352; guest=ledger; args=ws=64 steps=4 report=50 journal=64 rate=100;"
                        + " end=500000; ioQueueDepth=1; memory=1MiB; cyclesPerTick=1;"
                        + " quantum=8192; strategy=checksum; dmaRate=128MiB;"
                        + " 266490: inject presence 1 down; 327687: pull 1",
                // Orders for one clock went by the system they were about.
                "seed=2184; guest=ledger; args=ws=128 steps=16 report=40 disks=none; end=700000;"
                        + " asyncLimit=8; cyclesPerTick=1; dmaRate=128MiB; ioQueueDepth=1;"
                        + " memory=1MiB; quantum=4096; strategy=trace; traceAlmostFull=97;"
                        + " traceEntries=154; 173328: pull 1; 174358: insert 1; 175809: isolate 0",
                // Nobody was in service, so the boundaries that a restart lasts did not come.
                "seed=3169; guest=ledger; args=ws=128 steps=16 report=40 disks=none; end=700000;"
                        + " automaticSync=false; cyclesPerTick=1; dmaRate=128MiB; memory=1MiB;"
                        + " quantum=4096; strategy=checksum; 271655: inject cpu 0; 376139: inject"
                        + " bus-read 1 21; 394176: restart ft.copy.checksum 8",
            })
    void aStoryThatFailedOnceHolds(String story) throws Exception {
        assertThat(run("--story", story, "--no-shrink")).as(out.toString()).isZero();
    }

    @Test
    void theSameSeedGivesTheSameLog() throws Exception {
        run("--seed", "7", "--log");
        String first = out.toString();
        out.reset();
        run("--seed", "7", "--log");
        assertThat(out.toString()).isEqualTo(first).contains("T110");
    }

    /** The wrong use of P17 that R3 is about: what was written after its copy is never copied. */
    private static final class Forgetful implements CopyStrategy {
        @Override
        public String description() {
            return "copies every page once, and forgets what was written since";
        }

        @Override
        public CopySession open(CopyEnvironment environment) {
            return new CopySession() {
                private int next;

                @Override
                public Step online() {
                    environment.copy(next++);
                    return next == environment.pages() ? Step.DONE : Step.MORE;
                }

                @Override
                public Step stopped() {
                    return Step.DONE;
                }
            };
        }
    }

    @Test
    void aBrokenStrategyIsFoundAndTheStoryIsMadeShort() throws Exception {
        Dictionary<String, String> properties = new Hashtable<>();
        properties.put(CopyStrategy.NAME, "forgetful");
        ServiceRegistration<CopyStrategy> registration =
                context.registerService(CopyStrategy.class, new Forgetful(), properties);
        try {
            String story =
                    MACHINE
                            + "strategy=checksum; 150000: leave 1; 160000: select forgetful;"
                            + " 200000: inject cpu 1; 205000: reset 1; 400000: leave 0";
            int status = run("--story", story, "--log");
            assertThat(status).as(out.toString()).isEqualTo(Verb.BAD);
            assertThat(out.toString())
                    .contains("J3 at")
                    .contains("2  160000: select forgetful")
                    .doesNotContain("150000: leave 1", "400000: leave 0")
                    .contains("--story \"seed=1; ");
        } finally {
            registration.unregister();
        }
    }
}
