package ft.copy.checksum;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * What can be configured for a strategy of one's own. Where a description is short, {@link
 * ChecksumOptions} has the longer one.
 */
@ObjectClassDefinition(
        name = "FT checksum copy, a strategy of one's own",
        description = "Any combination of the parts of the checksum strategies, under a name")
public @interface VariantOptions {
    /** Factory PID of the configurations. */
    String PID = "ft.copy.checksum.variant";

    /** The name it is selected by. */
    @AttributeDefinition(name = "Name", description = "The name the strategy is selected by")
    String ft_copy_strategy();

    /** How a changed page is detected. */
    @AttributeDefinition(
            name = "Detector",
            description = "sums: by summaries; content: by comparing with the old content",
            options = {
                @Option(value = "content", label = "Old content kept"),
                @Option(value = "sums", label = "Summaries")
            })
    String detector() default "sums";

    /** How the window between second sum and stop is closed. */
    @AttributeDefinition(
            name = "Window",
            description =
                    "How the window between a page's second sum and the stop is closed: open (not"
                            + " at all), versions, trap, third-sums",
            options = {
                @Option(value = "open", label = "Not at all (L)"),
                @Option(value = "third-sums", label = "Third sums under stop (F)"),
                @Option(value = "trap", label = "Write trap (T)"),
                @Option(value = "versions", label = "Marks of all pages written (V)")
            })
    String window() default "versions";

    /** Name of the function that makes a page's summary. */
    @AttributeDefinition(name = "Hash function", description = "As for ft.copy.checksum")
    String hash() default "crc32c";

    /** When a page's second summary is made. */
    @AttributeDefinition(name = "Second sums", description = "deferred or interleaved")
    String second_sums() default "deferred";

    /** In which order the pages are copied. */
    @AttributeDefinition(name = "Order", description = "ascending or quiet-first")
    String order() default "quiet-first";

    /** What the second summary is compared with. */
    @AttributeDefinition(name = "Compare with", description = "first or copied")
    String compare_with() default "first";

    /** Most rounds after the first one. */
    @AttributeDefinition(name = "Rounds [rounds]", description = "0 for none", min = "0")
    int rounds() default 0;

    /** Number of changed pages that is worth no further round. */
    @AttributeDefinition(
            name = "Enough [pages]",
            description = "As for ft.copy.checksum",
            min = "0")
    int enough() default 16;

    /** Whether pages of list 35 are verified before they are first used. */
    @AttributeDefinition(name = "Demand", description = "As for ft.copy.checksum")
    boolean demand() default false;
}
