package ft.cpu.context;

import ft.cpu.memory.Signature;

/** Signs a context: it loads nothing and keeps nothing but a hash. */
public final class ContextSigner implements ContextFields {
    private long signature;

    /** Begins after what was signed before. */
    public void begin(long before) {
        signature = before;
    }

    @Override
    public long number(long value) {
        signature = Signature.word(signature, value);
        return value;
    }

    @Override
    public void numbers(long[] values, int count) {
        long signed = signature;
        for (int index = 0; index < count; index++) {
            signed = Signature.word(signed, values[index]);
        }
        signature = signed;
    }

    /** The hash after it. */
    public long signature() {
        return signature;
    }
}
