package ft.observe.metrics;

/** Labels of a sample, in the order in which they were given. */
final class Labels {
    /** None. */
    static final Labels NONE = new Labels("");

    private final String text;

    private Labels(String text) {
        this.text = text;
    }

    static Labels of(String name, Object value) {
        return NONE.and(name, value);
    }

    /** These and one more. */
    Labels and(String name, Object value) {
        String label = name + "=\"" + MetricText.escape(String.valueOf(value)) + "\"";
        return new Labels(text.isEmpty() ? label : text + "," + label);
    }

    @Override
    public String toString() {
        return text.isEmpty() ? "" : "{" + text + "}";
    }
}
