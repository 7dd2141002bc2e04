package ft.console.view;

import static java.util.stream.Collectors.joining;

import ft.api.provision.Installation;
import ft.api.provision.Offer;
import ft.console.text.Table;
import java.util.List;

/** How what can be installed, and what was, looks on a terminal. */
final class InstallViews {
    private static final int WIDTH = 96;

    private InstallViews() {}

    static String table(List<Offer> offers) {
        Table table = new Table("bundle", "version", "installed", "what it is").wrap(WIDTH);
        for (Offer offer : offers) {
            String installed = offer.installed().isEmpty() ? "-" : offer.installed();
            table.row(offer.bundle(), offer.version(), installed, offer.text());
        }
        return table.toString();
    }

    static String sentence(Installation installation) {
        String others =
                installation.others().stream().map(InstallViews::name).collect(joining(", "));
        return name(installation.bundle())
                + (others.isEmpty()
                        ? " is installed"
                        : " is installed, and what it needs: " + others)
                + ".";
    }

    private static String name(Offer offer) {
        return offer.bundle() + " " + offer.version();
    }
}
