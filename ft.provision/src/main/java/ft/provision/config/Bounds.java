package ft.provision.config;

import java.math.BigDecimal;

/**
 * Least and most value of an option.
 *
 * @param least as written, or empty
 * @param most as written, or empty
 */
record Bounds(String least, String most) {
    static final Bounds NONE = new Bounds("", "");

    /** In words, or empty. */
    String text() {
        if (least.isEmpty() && most.isEmpty()) {
            return "";
        }
        return least.isEmpty()
                ? "up to " + most
                : least + (most.isEmpty() ? " and above" : " to " + most);
    }

    /** Whether a value is in them; what is no number always is. */
    boolean contain(Object value) {
        if (!(value instanceof Number number)) {
            return true;
        }
        double real = number.doubleValue();
        if (Double.isNaN(real) || Double.isInfinite(real)) {
            return least.isEmpty() && most.isEmpty();
        }
        BigDecimal exact = new BigDecimal(number.toString());
        return (least.isEmpty() || exact.compareTo(new BigDecimal(least)) >= 0)
                && (most.isEmpty() || exact.compareTo(new BigDecimal(most)) <= 0);
    }
}
