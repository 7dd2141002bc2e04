package ft.provision.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.MetaTypeService;

/** The bounds that the metatype files of a bundle name: no method of the service gives them. */
final class WrittenBounds {
    private final Map<List<String>, Bounds> all = new HashMap<>();

    private WrittenBounds() {}

    /** Of a bundle; a file that cannot be read has none, the metatype service complains of it. */
    static WrittenBounds of(Bundle bundle) {
        WrittenBounds bounds = new WrittenBounds();
        Enumeration<URL> files =
                bundle.findEntries(MetaTypeService.METATYPE_DOCUMENTS_LOCATION, "*.xml", false);
        for (URL file : files == null ? List.<URL>of() : Collections.list(files)) {
            try (InputStream in = file.openStream()) {
                bounds.read(in);
            } catch (IOException | XMLStreamException e) {
                System.getLogger("ft.provision")
                        .log(System.Logger.Level.DEBUG, file + " cannot be read", e);
            }
        }
        return bounds;
    }

    private void read(InputStream in) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XMLStreamReader reader = factory.createXMLStreamReader(in);
        String owner = "";
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                if (reader.getLocalName().equals("OCD")) {
                    owner = text(reader, "id");
                } else if (reader.getLocalName().equals("AD")) {
                    Bounds bounds = new Bounds(text(reader, "min"), text(reader, "max"));
                    all.put(List.of(owner, text(reader, "id")), bounds);
                }
            }
        }
    }

    private static String text(XMLStreamReader reader, String attribute) {
        String value = reader.getAttributeValue(null, attribute);
        return value == null ? "" : value;
    }

    /** Those of an option. */
    Bounds of(String ocd, String option) {
        return all.getOrDefault(List.of(ocd, option), Bounds.NONE);
    }
}
