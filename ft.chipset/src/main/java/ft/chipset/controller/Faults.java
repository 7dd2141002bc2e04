package ft.chipset.controller;

import ft.api.cpu.CpuSubsystem;
import ft.api.fault.Fault;
import ft.api.server.ServerException;

/** Carries out faults that strike inside a CPU subsystem. */
final class Faults {
    private Faults() {}

    static void strike(CpuSubsystem cpu, Fault fault) throws ServerException {
        if (fault instanceof Fault.RegisterFlip flip) {
            try {
                long value = cpu.register(flip.hart(), flip.register());
                cpu.setRegister(flip.hart(), flip.register(), value ^ 1L << flip.bit());
            } catch (IllegalArgumentException e) {
                throw new ServerException(e.getMessage(), e);
            }
        } else if (fault instanceof Fault.MemoryFlip flip) {
            if (!cpu.mainStorage().contains(flip.address(), 1)) {
                throw new ServerException(
                        String.format(
                                "0x%x lies outside main storage, which is 0x%x to 0x%x",
                                flip.address(),
                                cpu.mainStorage().base(),
                                cpu.mainStorage().base() + cpu.mainStorage().size() - 1));
            }
            cpu.flip(flip.address(), 1 << flip.bit());
        } else {
            throw new ServerException("The fault '" + fault.text() + "' is not there yet");
        }
    }
}
