package ft.api.part;

/** What a bundle can be to a server. */
public enum PartKind {
    /** The FT controllers, and with them the server itself. */
    CONTROLLER("FT controller"),
    /** What the CPU board of a system is made of. */
    PROCESSOR("CPU board"),
    /** What the IO board of a system is made of, without the devices in its slots. */
    IO("IO board"),
    /** What is between the systems. */
    CROSSLINK("crosslink"),
    /** What is in a slot of an IO board. */
    DEVICE("device"),
    /** What brings main storage over in a resynchronization. */
    STRATEGY("copy strategy"),
    /** What says what a disagreement leads to. */
    POLICY("comparator policy");

    private final String label;

    PartKind(String label) {
        this.label = label;
    }

    /** A name for people. */
    public String label() {
        return label;
    }
}
