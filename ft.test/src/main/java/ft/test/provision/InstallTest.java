package ft.test.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.device.Device;
import ft.api.provision.InstallException;
import ft.api.provision.InstallRequest;
import ft.api.provision.Installation;
import ft.api.provision.Installer;
import ft.api.provision.Offer;
import ft.api.verb.Verb;
import ft.test.support.Lab;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Bundles of others are installed from an index with what they need, or nothing is. */
class InstallTest {
    private static final String WRONG = "0".repeat(64);

    @InjectBundleContext BundleContext context;
    @InjectService Installer installer;
    @TempDir Path folder;

    private Depot depot;
    private Set<Long> before;

    @BeforeEach
    void remember() {
        depot = new Depot(folder);
        before = ids();
    }

    @AfterEach
    void takeAway() throws BundleException {
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getSymbolicName().startsWith("x.")) {
                bundle.uninstall();
            }
        }
    }

    private Set<Long> ids() {
        Set<Long> ids = new HashSet<>();
        for (Bundle bundle : context.getBundles()) {
            ids.add(bundle.getBundleId());
        }
        return ids;
    }

    private Bundle bundle(String name) {
        return Stream.of(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findAny()
                .orElseThrow();
    }

    private Installation install(String name) throws Exception {
        return installer.install(new InstallRequest(name, "", depot.index()));
    }

    private void refused(String name, String... words) throws Exception {
        String index = depot.index();
        assertThatThrownBy(() -> installer.install(new InstallRequest(name, "", index)))
                .isInstanceOf(InstallException.class)
                .message()
                .contains(words)
                .endsWith(".")
                .doesNotContain("\n");
        assertThat(ids()).as("nothing is left").isEqualTo(before);
    }

    private void library() throws Exception {
        depot.bundle("x.library", "1.5.0").exports("x.library", "1.5.0").done();
    }

    private Depot.Goods device() {
        return depot.bundle("x.device", "1.0.0")
                .imports("ft.api.device", "1.0", "2.0")
                .imports("x.library", "1.1", "2.0")
                .component(Blinker.class, Device.class.getName(), Device.TYPE, Blinker.TYPE);
    }

    @Test
    void aDeviceOfAThirdPartyComesWithItsLibraryAndIsFound() throws Exception {
        library();
        depot.bundle("x.library.old", "1.0.0").exports("x.library", "1.0.0").done();
        depot.bundle("x.nobody.asked.for", "1.0.0").exports("x.other", "1.0.0").done();
        device().done();
        assertThat(installer.offers(depot.index()))
                .extracting(Offer::bundle)
                .containsExactly("x.device", "x.library", "x.library.old", "x.nobody.asked.for");

        Installation done = install("x.device");
        assertThat(done.bundle()).isEqualTo(new Offer("x.device", "1.0.0", "", "1.0.0"));
        assertThat(done.others()).extracting(Offer::bundle).containsExactly("x.library");
        assertThat(bundle("x.device").getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(bundle("x.library").getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(ids()).hasSize(before.size() + 2);
        Device found =
                Lab.service(context, Device.class, "(" + Device.TYPE + "=" + Blinker.TYPE + ")");
        assertThat(found).as("its class is in its own bundle").isNotInstanceOf(Blinker.class);
        assertThat(installer.offers(depot.index()))
                .filteredOn(Offer::isInstalled)
                .extracting(Offer::bundle)
                .containsExactly("x.device", "x.library");
    }

    @Test
    void whatIsThereAlreadyIsNotInstalledOnceMore() throws Exception {
        library();
        depot.bundle("x.library.new", "1.9.0").exports("x.library", "1.9.0").done();
        install("x.library");
        device().done();
        assertThat(install("x.device").others()).isEmpty();
        assertThat(ids()).hasSize(before.size() + 2);
    }

    @Test
    void ofSeveralProvidersTheHighestVersionIsTaken() throws Exception {
        library();
        depot.bundle("x.library.new", "1.9.0").exports("x.library", "1.9.0").done();
        device().done();
        assertThat(install("x.device").others())
                .extracting(Offer::bundle)
                .containsExactly("x.library.new");
    }

    @Test
    void nobodyProvidesSomething() throws Exception {
        device().done();
        refused("x.device", "nobody provides package x.library from 1.1 to below 2.0");

        depot.bundle("x.middle", "1.0.0")
                .exports("x.library", "1.2.0")
                .imports("x.deep", "3.0", "4.0")
                .done();
        refused(
                "x.device",
                "nobody provides package x.deep from 3.0 to below 4.0, which x.middle 1.0.0 needs");
    }

    @Test
    void anApiOfAnotherVersion() throws Exception {
        depot.bundle("x.future", "1.0.0").imports("ft.api.device", "7.0", "8.0").done();
        refused("x.future", "package ft.api.device from 7.0 to below 8.0", "there is ", "1.");

        // Not even if there is one in the index: two of them would not see each other.
        depot.bundle("ft.api", "7.0.0").exports("ft.api.device", "7.0.0").done();
        refused("x.future", "package ft.api.device from 7.0 to below 8.0");
    }

    @Test
    void aServiceThatNobodyHas() throws Exception {
        depot.bundle("x.user", "1.0.0").needsService("ft.api.server.FtServerFactory").done();
        assertThat(install("x.user").others()).isEmpty();
        before = ids();
        depot.bundle("x.lonely", "1.0.0").needsService("x.Nothing").done();
        refused("x.lonely", "nobody provides a service x.Nothing");
    }

    @Test
    void aFileThatIsNotTheOneThatWasIndexed() throws Exception {
        library();
        device().sum(WRONG).done();
        refused("x.device", "x.device.jar is not the file that was indexed");
    }

    @Test
    void aLibraryThatWasChangedAfterwards() throws Exception {
        library();
        device().done();
        Files.write(depot.file("x.library"), new byte[100]);
        refused("x.device", "x.library 1.5.0", "is not the file that was indexed");
        Files.delete(depot.file("x.library"));
        refused("x.device", "x.library.jar cannot be read: there is nothing there");
    }

    @Test
    void withoutAChecksum() throws Exception {
        depot.bundle("x.unsigned", "1.0.0").sum("none").done();
        refused("x.unsigned", "the index has no SHA-256 checksum");
    }

    @Test
    void aFileThatIsAnotherBundle() throws Exception {
        depot.bundle("x.wolf", "1.0.0").saidToBe("x.sheep").done();
        refused("x.sheep", "its file is x.wolf 1.0.0");
    }

    @Test
    void oneThatDoesNotStartTakesItsLibraryAlong() throws Exception {
        library();
        device().header("Bundle-Activator", "x.device.Missing").done();
        refused("x.device", "x.device 1.0.0 does not start: ");
    }

    @Test
    void whatIsInstalledStays() throws Exception {
        depot.bundle("ft.io", "9.0.0").done();
        refused("ft.io", "ft.io ", " is installed already; ft:upgrade ");
    }

    @Test
    void aNameOrVersionThatIsNotThere() throws Exception {
        library();
        refused("x.nothing", "There is no bundle x.nothing in ", "index.xml");
        String index = depot.index();
        assertThatThrownBy(() -> installer.install(new InstallRequest("x.library", "2.0.0", index)))
                .hasMessageStartingWith("There is no version 2.0.0 of x.library in ")
                .hasMessageEndingWith(", but 1.5.0.");
        installer.install(new InstallRequest("x.library", "1.5.0", index));
        assertThat(bundle("x.library").getState()).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void noIndex() throws Exception {
        assertThatThrownBy(() -> installer.offers(folder.resolve("nowhere.xml").toString()))
                .hasMessage(
                        folder.resolve("nowhere.xml") + " cannot be read: there is nothing there.");
        Path file = folder.resolve("file.xml");
        for (String wrong :
                List.of(
                        "",
                        "{}",
                        "<html/>",
                        "<!DOCTYPE repository [<!ENTITY e SYSTEM 'file:/etc/passwd'>]>"
                                + "<repository name='&e;'/>")) {
            Files.writeString(file, wrong);
            assertThatThrownBy(() -> installer.offers(file.toString()))
                    .isInstanceOf(InstallException.class)
                    .hasMessageStartingWith(file + " is no index of the OSGi Repository Service");
        }
        assertThatThrownBy(() -> installer.offers("no such:thing"))
                .isInstanceOf(InstallException.class);
    }

    @Test
    void theDistributionBringsItsOwnIndex() throws Exception {
        String root = context.getProperty("ft.root");
        String index = new File(root, "ft.dist/target/ft/index.xml").getCanonicalPath();
        assertThat(installer.offers(index))
                .extracting(Offer::bundle)
                .contains("ft.api", "ft.linux");
        bundle("ft.linux").uninstall();
        bundle("org.tukaani.xz").uninstall();

        Installation done = installer.install(new InstallRequest("ft.linux", "", index));
        assertThat(done.others()).extracting(Offer::bundle).containsExactly("org.tukaani.xz");
        Lab.await(
                "its verb is there again",
                () -> {
                    try {
                        return context.getServiceReferences(Verb.class, null).stream()
                                .anyMatch(
                                        verb ->
                                                verb.getBundle()
                                                        .getSymbolicName()
                                                        .equals("ft.linux"));
                    } catch (org.osgi.framework.InvalidSyntaxException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }
}
