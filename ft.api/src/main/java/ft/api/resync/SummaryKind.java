package ft.api.resync;

/**
 * Summaries that the checksum unit of a DMA engine can make of a page (P17 c.4: any checksum or
 * hash). The longer one is, the rarer a changed page keeps its summary (spec §7.1 R6).
 */
public enum SummaryKind {
    /** CRC-32C, 32 bits: 2<sup>-32</sup> for each changed page. */
    CRC32C,
    /** CRC-32C and CRC-32, 64 bits together; still linear, so made for accidents only. */
    CRC_PAIR,
    /** The first 64 bits of SHA-256: nobody knows how to find two pages that collide on purpose. */
    SHA256
}
