package ft.campaign.judge;

/** Watches over a group of invariants during one run. Not shared between runs. */
public interface Judge {
    /** Looks at a boundary. */
    void boundary(Boundary boundary, Findings findings);
}
