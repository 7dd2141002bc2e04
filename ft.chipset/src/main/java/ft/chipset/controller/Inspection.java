package ft.chipset.controller;

import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.MainStorage;
import ft.api.server.CopyLists;
import ft.api.state.Mode;
import ft.chipset.controller.copy.Resynchronization;
import ft.chipset.controller.side.Side;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Looks into the CPU subsystem of a controller, for people and for comparing runs. To be used in
 * {@link FtController#ask}.
 */
public final class Inspection {
    private final Side side;
    private final Resynchronization resync;

    Inspection(Side side, Resynchronization resync) {
        this.side = side;
        this.resync = resync;
    }

    /**
     * What this system is at its boundary.
     *
     * @param mode its mode
     * @param clock its clock
     * @param retired instructions it has retired
     * @param memory digest of main storage
     * @param context digest of its context
     */
    public record Digest(Mode mode, long clock, long retired, String memory, String context) {}

    /** Digests of memory and context; empty if the system is not online. */
    public Optional<Digest> digest() {
        CpuSubsystem cpu = side.cpu();
        int id = side.id();
        if (cpu == null || !side.view().states.state(id).isOnline()) {
            return Optional.empty();
        }
        return Optional.of(
                new Digest(
                        side.view().states.mode(id),
                        cpu.clock(),
                        cpu.retired(),
                        Digests.memory(cpu.mainStorage()),
                        Digests.bytes(cpu.captureContext())));
    }

    /**
     * Reads main storage.
     *
     * @throws IllegalArgumentException with one sentence when there is none at that address
     */
    public byte[] memory(long address, int length) {
        MainStorage memory = cpu().mainStorage();
        if (!memory.contains(address, length)) {
            throw new IllegalArgumentException(
                    String.format(
                            "0x%x to 0x%x lies outside main storage, which is 0x%x to 0x%x",
                            address,
                            address + length - 1,
                            memory.base(),
                            memory.base() + memory.size() - 1));
        }
        byte[] bytes = new byte[length];
        memory.read(address, bytes, 0, length);
        return bytes;
    }

    /**
     * Registers of a hart.
     *
     * @throws IllegalArgumentException with one sentence when there is no such hart
     */
    public Map<String, Long> registers(int hart) {
        CpuSubsystem cpu = cpu();
        Map<String, Long> registers = new LinkedHashMap<>();
        for (String name : cpu.registerNames()) {
            registers.put(name, cpu.register(hart, name));
        }
        return registers;
    }

    /** The lists of the copy strategy that is at work here; empty if none is. */
    public Optional<CopyLists> lists() {
        return resync.lists();
    }

    private CpuSubsystem cpu() {
        if (side.cpu() == null) {
            throw new IllegalArgumentException("The CPU board of #" + side.id() + " has no power");
        }
        return side.cpu();
    }
}
