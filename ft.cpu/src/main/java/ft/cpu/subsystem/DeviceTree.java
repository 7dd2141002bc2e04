package ft.cpu.subsystem;

import com.google.common.collect.ImmutableList;
import ft.api.board.BoardMap;
import ft.api.board.DeviceTreeNode;
import ft.api.cpu.CpuDescription;
import java.util.List;

/**
 * The CPU subsystem's part of the device tree: {@code /cpus}, {@code /memory} and, for {@code
 * /soc}, CLINT and PLIC.
 */
final class DeviceTree {
    /** Phandle of the PLIC; that of the interrupt controller of hart <i>h</i> is h + 1. */
    static final int PLIC_PHANDLE = 16;

    private static final int MACHINE_SOFTWARE = 3;
    private static final int MACHINE_TIMER = 7;
    private static final int SUPERVISOR_EXTERNAL = 9;
    private static final int MACHINE_EXTERNAL = 11;

    /** In the order in which an ISA string names them. */
    private static final ImmutableList<String> EXTENSIONS =
            ImmutableList.of(
                    "i",
                    "m",
                    "a",
                    "f",
                    "d",
                    "c",
                    "zicntr",
                    "zicsr",
                    "zifencei",
                    "zba",
                    "zbb",
                    "zbs",
                    "sstc",
                    // The hart marks pages as used and written, and from the reset on: menvcfg.
                    "svadu");

    private DeviceTree() {}

    static List<DeviceTreeNode> nodes(CpuDescription description) {
        return List.of(
                cpus(description.harts()),
                memory(description.memoryBytes()),
                clint(description.harts()),
                plic(description.harts()));
    }

    private static DeviceTreeNode cpus(int harts) {
        DeviceTreeNode cpus =
                DeviceTreeNode.of("cpus")
                        .withCells("#address-cells", 1)
                        .withCells("#size-cells", 0)
                        .withCells("timebase-frequency", BoardMap.TIMEBASE_HZ);
        for (int hart = 0; hart < harts; hart++) {
            cpus = cpus.with(cpu(hart));
        }
        return cpus;
    }

    private static DeviceTreeNode cpu(int hart) {
        DeviceTreeNode interruptController =
                DeviceTreeNode.of("interrupt-controller")
                        .withCells("#interrupt-cells", 1)
                        .with("interrupt-controller")
                        .withStrings("compatible", "riscv,cpu-intc")
                        .withCells("phandle", hart + 1);
        return DeviceTreeNode.of("cpu@" + hart)
                .withStrings("device_type", "cpu")
                .withCells("reg", hart)
                .withStrings("status", "okay")
                .withStrings("compatible", "riscv")
                .withStrings("riscv,isa", isa())
                .withStrings("riscv,isa-base", "rv64i")
                .withStrings("riscv,isa-extensions", EXTENSIONS.toArray(String[]::new))
                .withStrings("mmu-type", "riscv,sv48")
                .with(interruptController);
    }

    // Extensions of one letter, then the others, each behind an underscore.
    private static String isa() {
        StringBuilder isa = new StringBuilder("rv64");
        for (String extension : EXTENSIONS) {
            isa.append(extension.length() == 1 ? "" : "_").append(extension);
        }
        return isa.toString();
    }

    private static DeviceTreeNode memory(long bytes) {
        return DeviceTreeNode.of("memory@" + Long.toHexString(BoardMap.DRAM_BASE))
                .withStrings("device_type", "memory")
                .withReg(BoardMap.DRAM_BASE, bytes);
    }

    private static DeviceTreeNode clint(int harts) {
        return DeviceTreeNode.of("clint@" + Long.toHexString(BoardMap.CLINT_BASE))
                .withStrings("compatible", "sifive,clint0", "riscv,clint0")
                .withReg(BoardMap.CLINT_BASE, BoardMap.CLINT_SIZE)
                .withCells(
                        "interrupts-extended", toEachHart(harts, MACHINE_SOFTWARE, MACHINE_TIMER));
    }

    private static DeviceTreeNode plic(int harts) {
        return DeviceTreeNode.of("plic@" + Long.toHexString(BoardMap.PLIC_BASE))
                .withStrings("compatible", "sifive,plic-1.0.0", "riscv,plic0")
                .withReg(BoardMap.PLIC_BASE, BoardMap.PLIC_SIZE)
                .withCells("#address-cells", 0)
                .withCells("#interrupt-cells", 1)
                .with("interrupt-controller")
                .withCells("riscv,ndev", BoardMap.PLIC_SOURCES)
                .withCells(
                        "interrupts-extended",
                        toEachHart(harts, MACHINE_EXTERNAL, SUPERVISOR_EXTERNAL))
                .withCells("phandle", PLIC_PHANDLE);
    }

    private static long[] toEachHart(int harts, long first, long second) {
        long[] cells = new long[4 * harts];
        for (int hart = 0; hart < harts; hart++) {
            cells[4 * hart] = hart + 1;
            cells[4 * hart + 1] = first;
            cells[4 * hart + 2] = hart + 1;
            cells[4 * hart + 3] = second;
        }
        return cells;
    }
}
