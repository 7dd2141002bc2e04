package ft.copy.kit;

import ft.api.resync.CopyEnvironment;
import ft.api.resync.SummaryKind;
import java.util.BitSet;

/**
 * An environment that refuses every operation with an {@link AssertionError}. A test overrides
 * those that the strategy under test may use, so that any other is noticed.
 */
public abstract class RefusingEnvironment implements CopyEnvironment {
    private static AssertionError refused(String operation) {
        return new AssertionError("The strategy uses " + operation + ".");
    }

    @Override
    public BitSet trace() {
        throw refused("trace");
    }

    @Override
    public boolean isUntouched(int page) {
        throw refused("isUntouched");
    }

    @Override
    public int crc32c(int page) {
        throw refused("crc32c");
    }

    @Override
    public long summary(SummaryKind kind, int page) {
        throw refused("summary");
    }

    @Override
    public void compareSummaries(SummaryKind kind, int first, int count, BitSet differing) {
        throw refused("compareSummaries");
    }

    @Override
    public void read(int page, byte[] target) {
        throw refused("read");
    }

    @Override
    public void copy(int page) {
        throw refused("copy");
    }

    @Override
    public void copyEntries(int page) {
        throw refused("copyEntries");
    }

    @Override
    public void watch(int page) {
        throw refused("watch");
    }

    @Override
    public BitSet caught() {
        throw refused("caught");
    }

    @Override
    public void guard(BitSet pages) {
        throw refused("guard");
    }

    @Override
    public BitSet guarded() {
        throw refused("guarded");
    }

    @Override
    public int nextGuarded(int from) {
        throw refused("nextGuarded");
    }

    @Override
    public void verify(int first, int count, BitSet repaired) {
        throw refused("verify");
    }

    @Override
    public long demanded() {
        throw refused("demanded");
    }

    @Override
    public long demandRepaired() {
        throw refused("demandRepaired");
    }

    @Override
    public void compare(int first, int count, BitSet differing) {
        throw refused("compare");
    }

    @Override
    public void repair(int page) {
        throw refused("repair");
    }
}
