package ft.cpu.hart;

import ft.cpu.context.ContextFields;

/**
 * {@code mcycle}, {@code minstret} and what enables them. A counter that runs is kept as its
 * distance from the clock or from the number of retired instructions, so counting costs nothing; a
 * stopped one is kept as its value.
 */
final class Counters {
    private static final long CYCLE = 1;
    private static final long TIME = 2;
    private static final long INSTRET = 4;

    /** {@code mcounteren}: what modes below machine mode may read. */
    private long machineEnable;

    /** {@code scounteren}: what of that user mode may read. */
    private long supervisorEnable;

    /** {@code mcountinhibit}. */
    private long inhibit;

    private long cycle;
    private long instret;
    private final Hart hart;

    Counters(Hart hart) {
        this.hart = hart;
    }

    void reset() {
        machineEnable = 0;
        supervisorEnable = 0;
        inhibit = 0;
        cycle = 0;
        instret = 0;
    }

    long cycle() {
        return (inhibit & CYCLE) != 0 ? cycle : hart.clock + cycle;
    }

    long instret() {
        return (inhibit & INSTRET) != 0 ? instret : hart.retired() + instret;
    }

    // A counter that is written has the new value when the instruction has retired; in service mode
    // counters stand still.
    private long step() {
        return hart.service.active ? 0 : 1;
    }

    void setCycle(long value) {
        cycle = (inhibit & CYCLE) != 0 ? value : value - hart.clock - step();
    }

    void setInstret(long value) {
        instret = (inhibit & INSTRET) != 0 ? value : value - hart.retired() - step();
    }

    long inhibit() {
        return inhibit;
    }

    void setInhibit(long value) {
        long change = (value ^ inhibit) & (CYCLE | INSTRET);
        boolean stops = (inhibit & change & CYCLE) == 0;
        if ((change & CYCLE) != 0) {
            long now = hart.clock + step();
            cycle += stops ? now : -now;
        }
        stops = (inhibit & change & INSTRET) == 0;
        if ((change & INSTRET) != 0) {
            long now = hart.retired() + step();
            instret += stops ? now : -now;
        }
        inhibit ^= change;
    }

    long machineEnable() {
        return machineEnable;
    }

    void setMachineEnable(long value) {
        machineEnable = value & (CYCLE | TIME | INSTRET);
    }

    long supervisorEnable() {
        return supervisorEnable;
    }

    void setSupervisorEnable(long value) {
        supervisorEnable = value & (CYCLE | TIME | INSTRET);
    }

    /** Whether a mode may read a counter. */
    boolean mayRead(int counter, Privilege mode) {
        long may =
                switch (mode) {
                    case MACHINE -> -1;
                    case SUPERVISOR -> machineEnable;
                    case USER -> machineEnable & supervisorEnable;
                };
        return (may >>> counter & 1) != 0;
    }

    void context(ContextFields fields) {
        machineEnable = fields.number(machineEnable);
        supervisorEnable = fields.number(supervisorEnable);
        inhibit = fields.number(inhibit);
        cycle = fields.number(cycle);
        instret = fields.number(instret);
    }
}
