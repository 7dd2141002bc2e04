package ft.io.serial;

import ft.api.fields.StateFields;

/** Modem control and status registers, and the loop between them. */
final class ModemLines {
    private static final int MCR_MASK = 0x1F;
    private static final int MCR_LOOP = 0x10;
    private static final int MCR_DTR = 0x01;
    private static final int MCR_RTS = 0x02;
    private static final int MCR_OUTPUTS = 0x0C;

    private static final int MSR_DELTAS = 0x0F;
    private static final int MSR_INPUTS = 0xF0;
    private static final int MSR_TERI = 0x04;
    private static final int MSR_RI = 0x40;

    /** Clear to send, data set ready and carrier: the host is there as long as the board is. */
    private static final int MSR_CONNECTED = 0xB0;

    private int mcr;
    private int msr;
    private int host = MSR_CONNECTED;

    void reset() {
        mcr = 0;
        host = MSR_CONNECTED;
        msr = host;
    }

    /** The host goes, as when somebody draws the cable. */
    void disconnect() {
        host = 0;
        control(mcr);
    }

    int control() {
        return mcr;
    }

    void control(int value) {
        mcr = value & MCR_MASK;
        int inputs = host;
        if (isLooped()) {
            // DTR to DSR, RTS to CTS, OUT1 to RI, OUT2 to DCD
            inputs = (mcr & MCR_OUTPUTS) << 4 | (mcr & MCR_RTS) << 3 | (mcr & MCR_DTR) << 5;
        }
        int changed = (msr ^ inputs) & MSR_INPUTS;
        int deltas = changed >> 4 & ~MSR_TERI;
        if ((changed & MSR_RI) != 0 && (inputs & MSR_RI) == 0) {
            deltas |= MSR_TERI;
        }
        msr = inputs | msr & MSR_DELTAS | deltas;
    }

    /** Whether what is sent is received, and the host is cut off. */
    boolean isLooped() {
        return (mcr & MCR_LOOP) != 0;
    }

    /** Reading forgets the changes. */
    int readStatus() {
        int value = msr;
        msr &= ~MSR_DELTAS;
        return value;
    }

    boolean hasChanged() {
        return (msr & MSR_DELTAS) != 0;
    }

    void state(StateFields fields) {
        mcr = (int) fields.number("mcr", mcr);
        msr = (int) fields.number("msr", msr);
        host = (int) fields.number("host", host);
    }
}
