package ft.api.cpu;

/**
 * What a CPU subsystem is to be made of. Equal descriptions give machines that run in lock-step.
 *
 * @param harts number of harts, 1 to 4
 * @param memoryBytes size of main storage in bytes, a multiple of {@link MainStorage#PAGE_SIZE}
 * @param cyclesPerTick cycles of the {@linkplain CpuSubsystem#clock() clock} in one tick of {@code
 *     mtime} (100 ns of guest time)
 * @param granule bytes in the unit of change tracking ({@link CpuSubsystem#takeWritten}), a power
 *     of two: {@link MainStorage#PAGE_SIZE}, or less, which costs some speed
 * @param engine how instructions are executed, which nobody can tell but by the time it takes
 */
public record CpuDescription(
        int harts, long memoryBytes, int cyclesPerTick, int granule, CpuEngine engine) {
    /** With hot code translated. */
    public CpuDescription(int harts, long memoryBytes, int cyclesPerTick, int granule) {
        this(harts, memoryBytes, cyclesPerTick, granule, CpuEngine.TRANSLATED);
    }

    /** With changes tracked by pages. */
    public CpuDescription(int harts, long memoryBytes, int cyclesPerTick) {
        this(harts, memoryBytes, cyclesPerTick, MainStorage.PAGE_SIZE);
    }
}
