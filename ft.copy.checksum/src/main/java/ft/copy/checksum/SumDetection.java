package ft.copy.checksum;

/** Detects changes by summaries, the "checksums" of P17. Never holds content of a page. */
final class SumDetection implements Detection {
    private final Summary summary;

    /** First sums, by page. */
    private long[] sums;

    SumDetection(int pages, Summary summary) {
        this.summary = summary;
        sums = new long[pages];
    }

    @Override
    public void remember(int page) {
        sums[page] = summary.of(page);
    }

    @Override
    public boolean isSame(int page) {
        return sums[page] == summary.of(page);
    }

    @Override
    public int held() {
        return 0;
    }

    @Override
    public void close() {
        sums = null;
    }
}
