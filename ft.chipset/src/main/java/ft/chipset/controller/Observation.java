package ft.chipset.controller;

import ft.api.cpu.MainStorage;
import ft.api.cpu.PageVisitor;
import ft.api.server.BoundaryView;
import ft.api.server.SystemView;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import java.util.BitSet;
import java.util.List;

/**
 * What an observer sees of all controllers of a server while they stand between two rounds. To be
 * used by the driver's thread then.
 */
public final class Observation implements BoundaryView {
    private final List<One> systems;
    private final FtController first;

    /** Of the controllers of a server, in their order. */
    public Observation(List<FtController> controllers) {
        systems = controllers.stream().map(One::new).toList();
        first = controllers.get(0);
    }

    @Override
    public long round() {
        return first.view().round;
    }

    @Override
    public long clock() {
        return first.view().clock;
    }

    @Override
    public int active() {
        return first.view().states.active();
    }

    @Override
    public boolean linked() {
        return first.view().states.linked();
    }

    @Override
    public boolean standsStill() {
        return systems.stream().allMatch(system -> system.controller.rounds().standsStill());
    }

    @Override
    public String guestExit() {
        return first.view().guestExit;
    }

    @Override
    public void addSuspects(BitSet pages) {
        for (One system : systems) {
            pages.or(system.controller.trace().pages());
            system.controller.resync().addSuspects(pages);
        }
    }

    @Override
    public List<One> systems() {
        return systems;
    }

    /** One of them. */
    record One(FtController controller) implements SystemView {
        @Override
        public int system() {
            return controller.id();
        }

        @Override
        public SystemState state() {
            return controller.view().states.state(controller.id());
        }

        @Override
        public Mode mode() {
            return controller.view().states.mode(controller.id());
        }

        @Override
        public boolean cpuBoard() {
            return controller.view().cpuBoard[controller.id()];
        }

        @Override
        public boolean ioBoard() {
            return controller.view().ioBoard[controller.id()];
        }

        @Override
        public boolean powered() {
            return controller.cpu() != null;
        }

        @Override
        public int boardNumber() {
            return controller.slot().boardNumber();
        }

        @Override
        public long clock() {
            return controller.cpu().clock();
        }

        @Override
        public long retired() {
            return controller.cpu().retired();
        }

        @Override
        public MainStorage memory() {
            return controller.cpu().mainStorage();
        }

        @Override
        public void takeChangedPages(PageVisitor visitor) {
            controller.cpu().takeChangedPages(visitor);
        }

        @Override
        public byte[] context() {
            return controller.cpu().captureContext();
        }

        @Override
        public boolean tracing() {
            return controller.trace().isRunning();
        }

        @Override
        public int traceEntries() {
            return controller.trace().entries();
        }
    }
}
