package ft.console.command;

import ft.console.text.Arguments;
import ft.console.text.Problem;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Ends everything, with a status for whoever started it. */
@Component(service = CommandGroup.class)
@GogoCommand(scope = CommandGroup.SCOPE, function = "exit")
public class ExitCommand implements CommandGroup {
    private static final int LARGEST_STATUS = 255;
    private static final int COURTESY_MILLIS = 50;

    private final Bundle framework;

    /** Made by Declarative Services. */
    @Activate
    public ExitCommand(BundleContext context) {
        framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
    }

    @Override
    public String title() {
        return "The end";
    }

    /** {@code ft:exit}. */
    @Descriptor("stops the server and leaves, with exit status 0 or the one given")
    public void exit(@Descriptor("[STATUS]") String... words) throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:exit", words);
        long status =
                arguments.more()
                        ? Arguments.number("the exit status", arguments.word("the exit status"))
                        : 0;
        arguments.end();
        if (status < 0 || status > LARGEST_STATUS) {
            throw new Problem("An exit status is 0 to 255, not " + status + ".");
        }
        leave((int) status);
    }

    /**
     * Whoever stops the framework, this command or the shell at the end of its input: the status is
     * the one asked for. Felix's own main would end with 0, but only when all bundles have stopped.
     */
    private void leave(int status) {
        framework
                .getBundleContext()
                .addBundleListener(
                        (SynchronousBundleListener)
                                event -> {
                                    if (event.getType() == BundleEvent.STOPPING
                                            && event.getBundle().equals(framework)) {
                                        beginShutdown(status);
                                    }
                                });
        Thread thread = new Thread(this::stopFramework, "ft:exit");
        thread.setDaemon(true);
        thread.start();
    }

    private void stopFramework() {
        try {
            // The shell complains when it is stopped within a command.
            Thread.sleep(COURTESY_MILLIS);
            framework.stop();
        } catch (InterruptedException | BundleException e) {
            throw new IllegalStateException(e);
        }
    }

    /** On a thread of its own, since it ends when the framework has stopped. */
    private static void beginShutdown(int status) {
        Thread thread = new Thread(() -> System.exit(status), "ft:exit status");
        thread.setDaemon(true);
        thread.start();
        while (!isShuttingDown()) {
            Thread.onSpinWait();
        }
    }

    private static boolean isShuttingDown() {
        Thread probe = new Thread();
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException shuttingDown) {
            return true;
        }
    }
}
