package ft.api.cpu;

import org.osgi.annotation.versioning.ProviderType;

/**
 * An outbound request (P6 [0039]) on its way from a hart to an IO subsystem. A view that the CPU
 * subsystem reuses: valid until {@link CpuSubsystem#complete(long)}.
 */
@ProviderType
public interface IoRequest {
    /** Clock of the CPU subsystem at the instruction that made the request, in cycles. */
    long clock();

    /** Hart that made the request. */
    int hart();

    /** Physical address. */
    long address();

    /** Width in bytes: 1, 2, 4 or 8; the address is a multiple of it. */
    int size();

    /** Whether this is a write. */
    boolean isWrite();

    /** Data of a write, zero-extended; 0 for a read. */
    long value();
}
