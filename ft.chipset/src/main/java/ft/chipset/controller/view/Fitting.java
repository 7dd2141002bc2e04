package ft.chipset.controller.view;

import ft.api.fields.StateFields;

/**
 * Where CPU boards come from.
 *
 * @param bundle symbolic name of the bundle that makes them; empty for that of the description
 * @param version of the bundle; empty for whichever is the best
 */
public record Fitting(String bundle, String version) {
    /** As the description says. */
    public static final Fitting NONE = new Fitting("", "");

    /** Saved, or loaded. */
    Fitting state(String name, StateFields fields) {
        return new Fitting(
                fields.text(name + ".bundle", bundle), fields.text(name + ".version", version));
    }

    @Override
    public String toString() {
        return version.isEmpty() ? bundle : bundle + " " + version;
    }
}
