package ft.copy.checksum;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What can be configured, for all strategies by name; a resynchronization keeps what it began. */
@ObjectClassDefinition(
        name = "FT checksum copy",
        description = "Resynchronization that finds changed pages by summaries")
public @interface ChecksumOptions {
    /** Where it is configured. */
    String PID = "ft.copy.checksum";

    /** Name of the function that makes a page's summary. */
    @AttributeDefinition(
            name = "Hash function",
            description =
                    "Makes a page's summary: crc32c, crcPair and sha256 by the checksum unit of the"
                            + " DMA engine, the others in software. Of a longer hash the first 64 bits"
                            + " count. The strategy with third sums needs one of the first three",
            options = {
                @Option(value = "additive", label = "Sum of words (weak, for study)"),
                @Option(value = "adler32", label = "Adler-32 (weak)"),
                @Option(value = "crc32", label = "CRC-32"),
                @Option(value = "crc32c", label = "CRC-32C by the DMA engine"),
                @Option(value = "crcPair", label = "CRC-32C and CRC-32 by the DMA engine"),
                @Option(value = "farmHashFingerprint64", label = "FarmHash Fingerprint64"),
                @Option(value = "fingerprint2011", label = "Fingerprint2011"),
                @Option(value = "md5", label = "MD5"),
                @Option(value = "murmur3_128", label = "Murmur3, 128 bit"),
                @Option(value = "murmur3_32", label = "Murmur3, 32 bit"),
                @Option(value = "sha1", label = "SHA-1"),
                @Option(value = "sha256", label = "SHA-256 by the DMA engine"),
                @Option(value = "sha384", label = "SHA-384"),
                @Option(value = "sha512", label = "SHA-512"),
                @Option(value = "sipHash24", label = "SipHash-2-4")
            })
    String hash() default "crc32c";

    /** When a page's second summary is made. */
    @AttributeDefinition(
            name = "Second sums",
            description =
                    "deferred: after all pages were copied, so that later writes are still found;"
                            + " interleaved: each after its page",
            options = {
                @Option(value = "deferred", label = "After the whole copy"),
                @Option(value = "interleaved", label = "After each page's copy")
            })
    String second_sums() default "deferred";

    /** In which order the pages are copied. */
    @AttributeDefinition(
            name = "Order",
            description =
                    "ascending: by page number; quiet-first: pages that were written while the"
                            + " first sums were made come last",
            options = {
                @Option(value = "ascending", label = "By page number"),
                @Option(value = "quiet-first", label = "Busy pages last")
            })
    String order() default "quiet-first";

    /** What the second summary is compared with. */
    @AttributeDefinition(
            name = "Compare with",
            description =
                    "first: the first sum, as in the patent; copied: a sum of the bytes that were"
                            + " copied, so that writes before the copy cost nothing and writes"
                            + " undone after it are found. The strategy with a trap always takes"
                            + " the latter",
            options = {
                @Option(value = "first", label = "The first sum"),
                @Option(value = "copied", label = "The bytes that were copied")
            })
    String compare_with() default "first";

    /** Most rounds of the iterating strategy after the first one. */
    @AttributeDefinition(
            name = "Rounds [rounds]",
            description =
                    "checksum-iterate, checksum-hybrid: how often changed pages are copied again while the guest"
                            + " runs, at most",
            min = "0")
    int rounds() default 8;

    /** Number of changed pages that is worth no further round. */
    @AttributeDefinition(
            name = "Enough [pages]",
            description =
                    "checksum-iterate, checksum-hybrid: no further round is begun when this many pages or fewer have"
                            + " changed",
            min = "0")
    int enough() default 16;

    /** Most pages that are copied under stop. */
    @AttributeDefinition(
            name = "Under stop [pages]",
            description =
                    "checksum-hybrid: most pages that are copied under stop; what has changed beyond"
                            + " that is brought over while both systems run, each page before it is"
                            + " first used",
            min = "0")
    int under_stop() default 256;

    /** Whether pages of list 35 are verified before they are first used. */
    @AttributeDefinition(
            name = "Demand",
            description =
                    "Whether a page of list 35 is verified before it is first used, on top of what"
                            + " else a strategy does; checksum-demand always does it")
    boolean demand() default false;
}
