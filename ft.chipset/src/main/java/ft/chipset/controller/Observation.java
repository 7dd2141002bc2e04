package ft.chipset.controller;

import ft.api.board.BoardMap;
import ft.api.cpu.MainStorage;
import ft.api.observer.PageVisitor;
import ft.api.server.BoundaryView;
import ft.api.server.CopyLists;
import ft.api.server.InjectedFault;
import ft.api.server.MemoryRange;
import ft.api.server.SystemView;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import ft.chipset.trace.Tracking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What an observer sees of all controllers of a server while they stand between two rounds. To be
 * used by the driver's thread then.
 */
public final class Observation implements BoundaryView {
    private static final int PAGE_SHIFT = 12;

    private final List<One> systems;
    private final FtController first;
    private final Tracking tracking;

    /** Of the controllers of a server, in their order. */
    public Observation(List<FtController> controllers) {
        systems = controllers.stream().map(One::new).toList();
        first = controllers.get(0);
        tracking = Tracking.of(first.side().description());
    }

    @Override
    public long round() {
        return first.side().view().round;
    }

    @Override
    public long clock() {
        return first.side().view().clock;
    }

    @Override
    public int active() {
        return first.side().view().states.active();
    }

    @Override
    public boolean linked() {
        return first.side().view().states.linked();
    }

    @Override
    public boolean standsStill() {
        return systems.stream().allMatch(system -> system.controller.rounds().standsStill());
    }

    @Override
    public String guestExit() {
        return first.side().view().guestExit;
    }

    @Override
    public int suspectBytes() {
        return tracking.granuleBytes();
    }

    @Override
    public void addSuspects(BitSet units) {
        units.or(suspects());
        int shift = PAGE_SHIFT - tracking.granuleShift();
        BitSet guarded = first.hardware().guards().pages();
        for (int page = guarded.nextSetBit(0); page >= 0; page = guarded.nextSetBit(page + 1)) {
            units.set(page << shift, page + 1 << shift);
        }
    }

    private BitSet suspects() {
        BitSet granules = new BitSet();
        for (One system : systems) {
            granules.or(tracking.granulesOf(system.controller.hardware().trace().covered()));
            system.controller.resync().addSuspects(granules);
        }
        return granules;
    }

    @Override
    public List<MemoryRange> unexplained(int system) {
        MainStorage memory = systems.get(system).memory();
        MainStorage online = systems.get(active()).memory();
        BitSet suspects = suspects();
        byte[] own = new byte[MainStorage.PAGE_SIZE];
        byte[] right = new byte[MainStorage.PAGE_SIZE];
        List<MemoryRange> found = new ArrayList<>();
        for (int page = 0; page < memory.pages(); page++) {
            boolean untouched = memory.isUntouched(page) && online.isUntouched(page);
            if (!untouched && !first.hardware().guards().pages().get(page)) {
                memory.read(memory.addressOf(page), own, 0, own.length);
                online.read(online.addressOf(page), right, 0, right.length);
                compare(memory.addressOf(page), own, right, suspects, found);
            }
        }
        return found;
    }

    private void compare(
            long address, byte[] own, byte[] right, BitSet suspects, List<MemoryRange> found) {
        if (Arrays.equals(own, right)) {
            return;
        }
        int begin = -1;
        for (int offset = 0; offset <= own.length; offset++) {
            long granule = address + offset - BoardMap.DRAM_BASE >> tracking.granuleShift();
            boolean differs =
                    offset < own.length
                            && own[offset] != right[offset]
                            && !suspects.get((int) granule);
            if (differs && begin < 0) {
                begin = offset;
            } else if (!differs && begin >= 0) {
                found.add(new MemoryRange(address + begin, offset - begin));
                begin = -1;
            }
        }
    }

    @Override
    public Optional<CopyLists> lists() {
        int active = active();
        return active < 0 ? Optional.empty() : systems.get(active).controller.resync().lists();
    }

    @Override
    public List<One> systems() {
        return systems;
    }

    /** One of them. */
    record One(FtController controller) implements SystemView {
        @Override
        public int system() {
            return controller.side().id();
        }

        @Override
        public SystemState state() {
            return controller.side().view().states.state(controller.side().id());
        }

        @Override
        public Mode mode() {
            return controller.side().view().states.mode(controller.side().id());
        }

        @Override
        public boolean cpuBoard() {
            return controller.side().view().cpuBoard[controller.side().id()];
        }

        @Override
        public boolean ioBoard() {
            return controller.side().view().ioBoard[controller.side().id()];
        }

        @Override
        public boolean powered() {
            return controller.side().cpu() != null;
        }

        @Override
        public int boardNumber() {
            return controller.side().slot().boardNumber();
        }

        @Override
        public long clock() {
            return controller.side().cpu().clock();
        }

        @Override
        public long retired() {
            return controller.side().cpu().retired();
        }

        @Override
        public MainStorage memory() {
            return controller.side().cpu().mainStorage();
        }

        @Override
        public void takeChangedPages(PageVisitor visitor) {
            controller.side().cpu().takeChangedPages(visitor);
        }

        @Override
        public byte[] context() {
            return controller.side().cpu().captureContext();
        }

        @Override
        public boolean tracing() {
            return controller.hardware().trace().isRunning();
        }

        @Override
        public int traceEntries() {
            return controller.hardware().trace().entries();
        }

        @Override
        public List<InjectedFault> unheardStrikes() {
            return controller.faults().unheard();
        }
    }
}
