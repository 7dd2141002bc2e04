package ft.api;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Clazz;
import aQute.bnd.osgi.Jar;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who implements what. A package has one version for all of its types; so a change that breaks only
 * those who implement what the server gives would count as breaking for third parties too, were
 * both kinds in one package.
 */
class InterfacesTest {
    private static Analyzer api;

    @BeforeAll
    static void read() throws Exception {
        api = new Analyzer(new Jar(Path.of("target/classes").toFile()));
        api.analyze();
    }

    @AfterAll
    static void close() throws Exception {
        api.close();
    }

    @Test
    void everyInterfaceSaysWhoImplementsIt() {
        assertThat(interfaces()).hasSizeGreaterThan(40);
        assertThat(interfaces())
                .as("public interfaces with either @ConsumerType or @ProviderType")
                .allSatisfy(
                        type ->
                                assertThat(isA(ConsumerType.class, type))
                                        .as(type.getFQN())
                                        .isNotEqualTo(isA(ProviderType.class, type)));
    }

    @Test
    void noPackageMixesThirdPartiesTypesWithTheServers() {
        Map<String, Set<String>> kinds = new TreeMap<>();
        for (Clazz type : interfaces()) {
            for (Class<?> kind : Set.of(ConsumerType.class, ProviderType.class)) {
                if (isA(kind, type)) {
                    kinds.computeIfAbsent(
                                    type.getClassName().getPackageRef().getFQN(),
                                    p -> new TreeSet<>())
                            .add(kind.getSimpleName());
                }
            }
        }
        assertThat(kinds).allSatisfy((name, found) -> assertThat(found).as(name).hasSize(1));
    }

    private static Collection<Clazz> interfaces() {
        Set<Clazz> found = new LinkedHashSet<>();
        for (Clazz type : api.getClassspace().values()) {
            if (type.isInterface() && !type.isAnnotation() && type.isPublic()) {
                found.add(type);
            }
        }
        return found;
    }

    private static boolean isA(Class<?> kind, Clazz type) {
        return type.annotations().contains(api.getTypeRefFromFQN(kind.getName()));
    }
}
