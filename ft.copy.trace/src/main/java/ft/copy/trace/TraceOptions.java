package ft.copy.trace;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured; a resynchronization keeps what it began with. */
@ObjectClassDefinition(
        name = "FT trace copy",
        description = "Resynchronization that copies what the main storage access trace names")
public @interface TraceOptions {
    /** Further rounds of a full copy. */
    @AttributeDefinition(
            name = "Rounds [rounds]",
            description =
                    "After a full copy, how often the pages written meanwhile are copied again"
                            + " while the guest runs, before the rest is copied under stop; 0 as in"
                            + " the patent",
            min = "0",
            max = "1000")
    int rounds() default 0;

    /** Number of changed pages that is worth no further round. */
    @AttributeDefinition(
            name = "Enough [pages]",
            description =
                    "No further round is begun when this many pages or fewer were written since"
                            + " their copy",
            min = "0")
    int enough() default 0;
}
