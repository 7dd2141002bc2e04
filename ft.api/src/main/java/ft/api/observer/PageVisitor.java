package ft.api.observer;

import ft.api.cpu.MainStorage;
import org.osgi.annotation.versioning.ConsumerType;

/** Receives page numbers of {@link MainStorage}; primitives, so nothing is allocated per page. */
@ConsumerType
@FunctionalInterface
public interface PageVisitor {
    /** Takes one page. */
    void page(int page);
}
