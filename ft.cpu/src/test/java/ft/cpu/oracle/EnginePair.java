package ft.cpu.oracle;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuEngine;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.ExecutionView;
import ft.api.cpu.IoRequest;
import ft.api.cpu.MainStorage;
import ft.api.cpu.RunExit;
import ft.api.fault.Fault;
import ft.api.fault.Trigger;
import ft.api.observer.ExecutionEvent;
import ft.api.observer.ExecutionObserver;
import ft.cpu.subsystem.RiscvProcessor;
import ft.cpu.translate.Heat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Two subsystems with the same program, one of which translates. They are run from boundary to
 * boundary; at each everything that can be seen of them has to be the same. In between they are
 * disturbed alike.
 */
final class EnginePair implements AutoCloseable {
    private static final int[] LENGTHS = {1, 7, 64, 1000, 32768};

    private final RiscvProcessor processor;
    private final Program program;
    private final int granule;
    private final Random random;
    private final List<List<String>> seen = List.of(new ArrayList<>(), new ArrayList<>());
    private CpuSubsystem[] both;
    // Which of them translates.
    private int translated = 1;
    private int faults;
    private long executed;

    EnginePair(Program program, Heat heat, int granule) {
        this.program = program;
        this.granule = granule;
        processor = new RiscvProcessor(heat);
        random = new Random(~program.seed());
        both = create();
        for (CpuSubsystem cpu : both) {
            cpu.reset(new byte[0]);
            program.start(cpu);
        }
    }

    private CpuSubsystem[] create() {
        CpuSubsystem[] created = new CpuSubsystem[2];
        for (int side = 0; side < 2; side++) {
            created[side] =
                    processor.create(
                            new CpuDescription(
                                    program.harts(), Program.MEMORY, 10, granule, engine(side)));
        }
        return created;
    }

    private CpuEngine engine(int side) {
        return side == translated ? CpuEngine.TRANSLATED : CpuEngine.INTERPRETED;
    }

    /** Instructions that each has executed. */
    long executed() {
        return executed;
    }

    /**
     * Runs for so many cycles.
     *
     * @return what is different, or null
     */
    String run(long cycles, boolean disturbed) {
        int pace = random.nextInt(LENGTHS.length + 2);
        while (both[0].clock() < cycles) {
            int length =
                    pace < LENGTHS.length
                            ? LENGTHS[pace]
                            : 1 + random.nextInt(pace == LENGTHS.length ? 20 : 3000);
            if (length == 1 && both[0].clock() > cycles / 4) {
                pace = LENGTHS.length;
            }
            String difference = step(both[0].clock() + length);
            if (difference != null) {
                return difference;
            }
            if (disturbed && random.nextInt(pace < 3 ? 200 : 6) == 0) {
                difference = disturb();
                if (difference != null) {
                    return difference;
                }
            }
        }
        executed += both[0].retired();
        return storage();
    }

    // To the boundary, or to the next request.
    private String step(long boundary) {
        long before = both[0].clock();
        RunExit exit = both[0].run(boundary);
        RunExit other = both[1].run(boundary);
        if (exit != other) {
            return between(before) + "exits " + exit + " and " + other;
        }
        String difference = compare(exit);
        if (difference != null) {
            return between(before) + difference;
        }
        if (exit == RunExit.GUARDED_PAGE) {
            for (CpuSubsystem cpu : both) {
                cpu.unguard(cpu.guardedPage());
            }
        } else if (exit != RunExit.BOUNDARY) {
            long data = random.nextLong();
            for (CpuSubsystem cpu : both) {
                cpu.complete(data);
            }
        }
        return null;
    }

    private String between(long before) {
        return "between " + before + " and " + both[0].clock() + ": ";
    }

    private String compare(RunExit exit) {
        // Not always, so that one permission may last longer than the other.
        boolean reads = random.nextInt(4) > 0;
        List<String> one = history(both[0], exit, reads, seen.get(0));
        List<String> other = history(both[1], exit, reads, seen.get(1));
        if (one.equals(other)) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        if (one.size() != other.size()) {
            text.append(one.size() + " and " + other.size() + " lines; ");
        }
        for (int line = 0, told = 0; line < Math.min(one.size(), other.size()); line++) {
            if (!one.get(line).equals(other.get(line)) && told++ < 8) {
                text.append(one.get(line)).append(" here, there ").append(other.get(line));
                text.append("; ");
            }
        }
        return text.toString();
    }

    private List<String> history(
            CpuSubsystem cpu, RunExit exit, boolean reads, List<String> events) {
        List<String> history = new ArrayList<>();
        history.add("clock " + cpu.clock());
        history.add("retired " + cpu.retired());
        history.add("signature " + Long.toHexString(cpu.takeSignature()));
        for (int hart = 0; hart < program.harts(); hart++) {
            for (String name : cpu.registerNames()) {
                history.add(hart + "." + name + " " + Long.toHexString(cpu.register(hart, name)));
            }
            history.add("privilege " + cpu.privilege(hart) + cpu.isWaiting(hart));
        }
        if (exit == RunExit.GUARDED_PAGE) {
            history.add("page " + cpu.guardedPage());
        } else if (exit != RunExit.BOUNDARY) {
            IoRequest request = cpu.request();
            history.add("request " + Long.toHexString(request.address()) + " " + request.value());
        } else {
            history.add("context " + Arrays.hashCode(cpu.captureContext()));
        }
        StringBuilder pages = new StringBuilder("written");
        cpu.takeWritten(page -> pages.append(' ').append(page));
        if (reads && granule == MainStorage.PAGE_SIZE) {
            pages.append(", read");
            cpu.takeRead(page -> pages.append(' ').append(page));
        } else if (reads) {
            // Of lines there may be more that count as read.
            cpu.takeRead(page -> {});
        }
        history.add(pages.toString());
        cpu.faults().takeStrikes().forEach(strike -> history.add(strike.toString()));
        history.addAll(events);
        events.clear();
        return history;
    }

    private String disturb() {
        switch (random.nextInt(8)) {
            case 0 -> transfer();
            case 1 -> guard();
            case 2, 3 -> fault();
            case 4 -> observe();
            case 5 -> {
                return change();
            }
            case 6 -> set();
            default -> flip();
        }
        return null;
    }

    /** What a device would write: to data, and to code what is there or in its twin. */
    private void transfer() {
        boolean code = random.nextBoolean();
        int size = 1 << random.nextInt(7);
        int from = code ? Program.CODE : Program.DATA;
        int pages = code ? 4 : Program.DATA_PAGES;
        int at = from + random.nextInt(pages * Program.PAGE - size) & -size;
        byte[] content = new byte[size];
        if (code) {
            int twin = random.nextBoolean() ? Program.TWIN - Program.CODE : 0;
            both[0].mainStorage().read(BoardMap.DRAM_BASE + at + twin, content, 0, size);
        } else {
            random.nextBytes(content);
        }
        for (CpuSubsystem cpu : both) {
            cpu.mainStorage().write(BoardMap.DRAM_BASE + at, content, 0, size);
        }
    }

    private void guard() {
        BitSet pages = new BitSet();
        int first = random.nextInt(4) * 16;
        pages.set(first, first + 1 + random.nextInt(24));
        for (CpuSubsystem cpu : both) {
            cpu.guard(pages);
        }
    }

    private void fault() {
        long data = BoardMap.DRAM_BASE + Program.DATA;
        long virtual = program.data() + random.nextInt(Program.DATA_PAGES) * Program.PAGE;
        int hart = random.nextInt(program.harts());
        String text =
                switch (random.nextInt(7)) {
                    case 0 -> "register 0 " + hart + " x" + (6 + random.nextInt(12)) + " 3";
                    case 1 -> "tlb 0 " + hart + " " + virtual + " " + (12 + random.nextInt(4));
                    case 2 -> "bus-read 0 " + random.nextInt(32);
                    case 3 -> "bus-write 0 " + random.nextInt(32);
                    case 4 -> "csr 0 " + hart + " fcsr " + random.nextInt(8);
                    case 5 -> "memory 0 " + (data + random.nextInt(0x10000)) + " 2";
                    default -> "stuck 0 " + (data + random.nextInt(0x10000)) + " 5 1";
                };
        long at = both[0].clock() + random.nextInt(3000);
        boolean bus = text.startsWith("bus");
        Trigger.Access access =
                bus
                        ? text.startsWith("bus-read") ? Trigger.Access.READ : Trigger.Access.WRITE
                        : Trigger.Access.values()[random.nextInt(3)];
        Trigger trigger =
                switch (random.nextInt(3)) {
                    case 0 -> new Trigger.AtClock(at);
                    case 1 -> new Trigger.AtInstruction(0, hart, at / program.harts());
                    default ->
                            new Trigger.AtAccess(
                                    0,
                                    access,
                                    data + random.nextInt(16) * Program.PAGE,
                                    8192,
                                    1 + random.nextInt(20));
                };
        int id = ++faults;
        for (CpuSubsystem cpu : both) {
            cpu.faults().arm(id, Fault.parse(text), trigger);
        }
    }

    private void observe() {
        Set<ExecutionEvent> interests = EnumSet.noneOf(ExecutionEvent.class);
        for (ExecutionEvent event : ExecutionEvent.values()) {
            if (random.nextInt(3) == 0) {
                interests.add(event);
            }
        }
        boolean none = random.nextInt(3) == 0;
        for (int side = 0; side < 2; side++) {
            both[side].observe(none ? null : new Witness(interests, seen.get(side)));
        }
    }

    /** Each goes on as the other: another engine, and nothing that was only kept for speed. */
    private String change() {
        if (random.nextBoolean()) {
            translated ^= 1;
            for (int side = 0; side < 2; side++) {
                both[side].use(engine(side));
            }
            return null;
        }
        String difference = storage();
        if (difference != null) {
            return difference;
        }
        int size = (int) both[0].mainStorage().size();
        byte[] memory = new byte[size];
        both[0].mainStorage().read(BoardMap.DRAM_BASE, memory, 0, size);
        byte[] context = both[0].captureContext();
        executed += both[0].retired();
        close();
        translated ^= 1;
        both = create();
        for (CpuSubsystem cpu : both) {
            cpu.reset(new byte[0]);
            cpu.mainStorage().write(BoardMap.DRAM_BASE, memory, 0, size);
            cpu.restoreContext(context);
            cpu.takeWritten(page -> {});
        }
        executed -= both[0].retired();
        return null;
    }

    private void set() {
        String name = "x" + (10 + random.nextInt(8));
        long value = Values.integer(random);
        for (CpuSubsystem cpu : both) {
            cpu.setRegister(0, name, value);
        }
    }

    private void flip() {
        long at = BoardMap.DRAM_BASE + Program.DATA + random.nextInt(0x10000);
        int mask = 1 << random.nextInt(8);
        for (CpuSubsystem cpu : both) {
            cpu.flip(at, mask);
        }
    }

    private String storage() {
        byte[][] pages = new byte[2][(int) both[0].mainStorage().size()];
        for (int side = 0; side < 2; side++) {
            both[side].mainStorage().read(BoardMap.DRAM_BASE, pages[side], 0, pages[side].length);
        }
        int at = Arrays.mismatch(pages[0], pages[1]);
        return at < 0 ? null : "main storage at " + Integer.toHexString(at);
    }

    @Override
    public void close() {
        for (CpuSubsystem cpu : both) {
            cpu.close();
        }
    }

    /** Writes down what it is told. */
    private record Witness(Set<ExecutionEvent> interests, List<String> told)
            implements ExecutionObserver {
        @Override
        public void instruction(ExecutionView view, int hart, long pc) {
            told.add("instruction " + view.clock() + " " + hart + " " + Long.toHexString(pc));
        }

        @Override
        public void access(
                long clock,
                int hart,
                boolean store,
                long address,
                long physical,
                int size,
                long value) {
            told.add("access " + clock + List.of(hart, store, address, physical, size, value));
        }

        @Override
        public void trap(
                long clock, int hart, long pc, long cause, long value, boolean supervisor) {
            told.add("trap " + clock + List.of(hart, pc, cause, value, supervisor));
        }
    }
}
