package ft.cpu.hart;

/** What an access to memory is for, and the traps that it can end in. */
enum Access {
    FETCH(Cause.FETCH_PAGE_FAULT, Cause.FETCH_ACCESS_FAULT),
    LOAD(Cause.LOAD_PAGE_FAULT, Cause.LOAD_ACCESS_FAULT),
    /** Atomic memory operations as well. */
    STORE(Cause.STORE_PAGE_FAULT, Cause.STORE_ACCESS_FAULT);

    final Cause pageFault;
    final Cause accessFault;

    Access(Cause pageFault, Cause accessFault) {
        this.pageFault = pageFault;
        this.accessFault = accessFault;
    }
}
