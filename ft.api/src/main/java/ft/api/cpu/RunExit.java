package ft.api.cpu;

/** Why {@link CpuSubsystem#run(long)} or {@link CpuSubsystem#serve(long)} came back. */
public enum RunExit {
    /** The clock, or the count of service instructions, has reached what was asked for. */
    BOUNDARY,

    /** Service mode only: every hart has left it, or waits in it for something to change. */
    QUIET,

    /**
     * A hart reads from IO and cannot go on before {@link CpuSubsystem#complete(long)}; the request
     * is in {@link CpuSubsystem#request()}.
     */
    IO_READ,

    /**
     * A hart writes to IO; the request is in {@link CpuSubsystem#request()}. Writes are posted: the
     * owner calls {@link CpuSubsystem#complete(long)} as soon as it has taken the request.
     */
    IO_WRITE,

    /**
     * A hart is about to touch a guarded page, which is {@link CpuSubsystem#guardedPage()}. Its
     * instruction is done by the next {@link CpuSubsystem#run(long)}, if the guard has ended then.
     */
    GUARDED_PAGE
}
