package ft.cpu.hart;

import ft.cpu.decode.Op;

/** What an atomic memory operation computes from the old value and the operand. */
enum AtomicOperation {
    SWAP {
        @Override
        long apply(long old, long operand) {
            return operand;
        }
    },
    ADD {
        @Override
        long apply(long old, long operand) {
            return old + operand;
        }
    },
    XOR {
        @Override
        long apply(long old, long operand) {
            return old ^ operand;
        }
    },
    AND {
        @Override
        long apply(long old, long operand) {
            return old & operand;
        }
    },
    OR {
        @Override
        long apply(long old, long operand) {
            return old | operand;
        }
    },
    MIN {
        @Override
        long apply(long old, long operand) {
            return Math.min(old, operand);
        }
    },
    MAX {
        @Override
        long apply(long old, long operand) {
            return Math.max(old, operand);
        }
    },
    MINU {
        @Override
        long apply(long old, long operand) {
            return Long.compareUnsigned(old, operand) < 0 ? old : operand;
        }
    },
    MAXU {
        @Override
        long apply(long old, long operand) {
            return Long.compareUnsigned(old, operand) > 0 ? old : operand;
        }
    };

    private static final AtomicOperation[] BY_OP = values();

    /** Sign-extended 32 bit operands keep their order, unsigned too. */
    abstract long apply(long old, long operand);

    static AtomicOperation of(int op) {
        return BY_OP[op - Op.AMOSWAP];
    }
}
