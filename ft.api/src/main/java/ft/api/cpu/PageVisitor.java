package ft.api.cpu;

/** Receives page numbers of {@link MainStorage}; primitives, so nothing is allocated per page. */
@FunctionalInterface
public interface PageVisitor {
    /** Takes one page. */
    void page(int page);
}
