package ft.console.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the component descriptions promise to Gogo, the classes have. */
class DescriptorTest {
    private static final Set<String> EXPECTED =
            Set.of(
                    "status",
                    "power",
                    "sync",
                    "strategy",
                    "pull",
                    "insert",
                    "inject",
                    "events",
                    "console",
                    "devices",
                    "memory",
                    "help",
                    "registers",
                    "reports",
                    "timeline",
                    "isolate",
                    "reset",
                    "active",
                    "leave",
                    "guest",
                    "hold",
                    "release",
                    "probe");

    private record Command(Class<?> type, String function) {}

    private static List<Command> commands() throws Exception {
        File folder = new File(DescriptorTest.class.getResource("/OSGI-INF").toURI());
        List<Command> commands = new ArrayList<>();
        for (File file : folder.listFiles((dir, name) -> name.endsWith(".xml"))) {
            Document xml;
            try (InputStream in = file.toURI().toURL().openStream()) {
                xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            }
            String type =
                    ((Element) xml.getElementsByTagName("implementation").item(0))
                            .getAttribute("class");
            if (type.equals(UnknownCommand.class.getName())) {
                continue; // nobody types it
            }
            NodeList properties = xml.getElementsByTagName("property");
            for (int index = 0; index < properties.getLength(); index++) {
                Element property = (Element) properties.item(index);
                if (property.getAttribute("name").equals("osgi.command.function")) {
                    String values =
                            property.hasAttribute("value")
                                    ? property.getAttribute("value")
                                    : property.getTextContent();
                    for (String function : values.strip().split("\\s+")) {
                        commands.add(new Command(Class.forName(type), function));
                    }
                }
            }
        }
        return commands;
    }

    @Test
    void everyFunctionIsAMethodWithDescriptors() throws Exception {
        for (Command command : commands()) {
            List<Method> methods =
                    Arrays.stream(command.type.getMethods())
                            .filter(method -> method.getName().equals(command.function))
                            .toList();
            assertThat(methods).as("methods of %s", command).hasSize(1);
            Method method = methods.get(0);
            assertThat(method.getAnnotation(Descriptor.class)).as("%s", method).isNotNull();
            for (Parameter parameter : method.getParameters()) {
                if (parameter.getType() != CommandSession.class) {
                    assertThat(parameter.getAnnotation(Descriptor.class))
                            .as("%s of %s", parameter, method)
                            .isNotNull();
                }
            }
        }
    }

    @Test
    void everyDescribedMethodIsAFunction() throws Exception {
        Set<String> functions = new HashSet<>();
        Set<Class<?>> types = new HashSet<>();
        for (Command command : commands()) {
            types.add(command.type);
            assertThat(functions.add(command.function)).as("%s once", command).isTrue();
        }
        Set<String> described = new HashSet<>();
        for (Class<?> type : types) {
            for (Method method : type.getMethods()) {
                if (method.isAnnotationPresent(Descriptor.class)) {
                    described.add(method.getName());
                }
            }
        }
        assertThat(functions).isEqualTo(described).containsAll(EXPECTED);
    }
}
