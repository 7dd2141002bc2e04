package ft.campaign.compare;

import ft.api.copy.CopyStrategy;
import ft.api.verb.VerbException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The copy strategies that are installed. The first one that repairs what its sums have missed is
 * measured with its second sums deferred and interleaved: that decides how much they miss (spec
 * R3), and one is enough to show it.
 */
final class Contenders {
    /** Service property and configuration of a strategy that takes second sums. */
    private static final String SECOND_SUMS = "second.sums";

    private static final List<String> SUM_ORDERS = List.of("deferred", "interleaved");
    private static final String SEPARATOR = ", ";
    private static final long PATIENCE_MILLIS = 10_000;
    private static final long LOOK_EVERY_MILLIS = 10;

    private final BundleContext context;
    private final ConfigurationAdmin configurations;

    Contenders(BundleContext context, ConfigurationAdmin configurations) {
        this.context = context;
        this.configurations = configurations;
    }

    /**
     * Those that were asked for.
     *
     * @param wanted names; empty for all
     */
    List<Contender> of(List<String> wanted) throws VerbException {
        List<ServiceReference<CopyStrategy>> installed = references();
        List<String> names = installed.stream().map(Contenders::name).toList();
        for (String name : wanted) {
            if (!names.contains(name)) {
                throw new VerbException(
                        "There is no copy strategy '"
                                + name
                                + "'; the installed ones are "
                                + String.join(", ", names)
                                + ".");
            }
        }
        List<Contender> contenders = new ArrayList<>();
        for (ServiceReference<CopyStrategy> reference : installed) {
            if (wanted.isEmpty() || wanted.contains(name(reference))) {
                add(reference, contenders);
            }
        }
        if (contenders.isEmpty()) {
            throw new VerbException("No copy strategy is installed; there is nothing to compare.");
        }
        return contenders;
    }

    private List<ServiceReference<CopyStrategy>> references() {
        try {
            return context.getServiceReferences(CopyStrategy.class, null).stream()
                    .sorted(
                            Comparator.comparingInt(Contenders::ranking)
                                    .thenComparing(Contenders::name))
                    .toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // there is no filter
        }
    }

    /** What is preferred comes last, and the baseline first. */
    private static int ranking(ServiceReference<CopyStrategy> reference) {
        return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking
                ? ranking
                : 0;
    }

    private static String name(ServiceReference<CopyStrategy> reference) {
        return String.valueOf(reference.getProperty(CopyStrategy.NAME));
    }

    private void add(ServiceReference<CopyStrategy> reference, List<Contender> contenders) {
        String name = name(reference);
        Object configured = reference.getProperty(SECOND_SUMS);
        if (configurations == null || configured == null) {
            contenders.add(Contender.plain(name));
            return;
        }
        boolean shown = contenders.stream().anyMatch(each -> each.title().contains(SEPARATOR));
        if (shown || !repairs(reference)) {
            // Another one may share its configuration.
            String order = String.valueOf(configured);
            contenders.add(new Contender(name, name, () -> configure(reference, order)));
            return;
        }
        for (String order : SUM_ORDERS) {
            contenders.add(
                    new Contender(
                            name + SEPARATOR + order, name, () -> configure(reference, order)));
        }
    }

    private boolean repairs(ServiceReference<CopyStrategy> reference) {
        CopyStrategy strategy = context.getService(reference);
        try {
            return strategy != null && strategy.repairs();
        } finally {
            context.ungetService(reference);
        }
    }

    /** A strategy's options have its bundle's name as their PID. */
    private void configure(ServiceReference<CopyStrategy> reference, String order)
            throws VerbException, InterruptedException {
        if (order.equals(reference.getProperty(SECOND_SUMS))) {
            return;
        }
        String pid = reference.getBundle().getSymbolicName();
        try {
            Configuration configuration = configurations.getConfiguration(pid, "?");
            Dictionary<String, Object> options = configuration.getProperties();
            options = options == null ? new Hashtable<>() : options;
            options.put(SECOND_SUMS, order);
            configuration.update(options);
        } catch (IOException e) {
            throw new VerbException("The options of " + pid + " cannot be changed: " + e + ".", e);
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (!order.equals(reference.getProperty(SECOND_SUMS))) {
            if (System.nanoTime() > deadline) {
                throw new VerbException(
                        "The copy strategy " + name(reference) + " did not take its options.");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }
}
