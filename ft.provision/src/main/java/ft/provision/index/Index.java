package ft.provision.index;

import ft.api.provision.InstallException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.felix.utils.repository.StaxParser;
import org.osgi.resource.Resource;

/**
 * What an index offers.
 *
 * @param address where it was read
 * @param bundles by name, and of the same name the highest version first
 * @param notes resources without a file, which only take part in resolving
 */
record Index(URI address, List<IndexedBundle> bundles, List<Resource> notes) {
    /**
     * What bnd adds for a bundle that has other classes for other versions of Java: what each of
     * these needs.
     */
    private static final String NOTE = "bnd.synthetic";

    private static final int GZIP = 0x1f8b;

    Index {
        bundles = List.copyOf(bundles);
        notes = List.copyOf(notes);
    }

    /** Reads an index, plain or packed by gzip. */
    static Index read(URI address) throws InstallException {
        return of(address, Source.read(address));
    }

    static Index of(URI address, byte[] file) throws InstallException {
        try {
            byte[] content = unpacked(file);
            refuseDefinitions(content);
            List<IndexedBundle> bundles = new ArrayList<>();
            List<Resource> notes = new ArrayList<>();
            for (Resource resource :
                    StaxParser.parse(address, new ByteArrayInputStream(content)).resources) {
                // Whatever else may be in an index, such as a feature, is nothing to install.
                IndexedBundle.of(resource).ifPresent(bundles::add);
                if (IndexedBundle.type(resource).equals(NOTE)) {
                    notes.add(resource);
                }
            }
            bundles.sort(
                    Comparator.comparing(IndexedBundle::name)
                            .thenComparing(IndexedBundle::version, Comparator.reverseOrder()));
            return new Index(address, bundles, notes);
        } catch (XMLStreamException | IOException | RuntimeException e) {
            throw new InstallException(
                    Source.shown(address)
                            + " is no index of the OSGi Repository Service"
                            + " (http://www.osgi.org/xmlns/repository/v1.0.0).",
                    e);
        }
    }

    private static byte[] unpacked(byte[] file) throws IOException {
        if (file.length < 2 || ((file[0] & 0xff) << 8 | file[1] & 0xff) != GZIP) {
            return file;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
            return in.readAllBytes();
        }
    }

    /**
     * An index is somebody else's file: one that defines entities could make the parser read files
     * of this machine. No index needs any.
     */
    private static void refuseDefinitions(byte[] content) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(content));
        while (reader.hasNext() && reader.next() != XMLStreamConstants.START_ELEMENT) {
            if (reader.getEventType() == XMLStreamConstants.DTD) {
                throw new XMLStreamException("It has a document type definition.");
            }
        }
    }
}
