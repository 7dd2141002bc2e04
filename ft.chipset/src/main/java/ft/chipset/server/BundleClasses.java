package ft.chipset.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Loads all classes of a bundle, and those that they name, at once, for {@link KeptClasses}. */
final class BundleClasses {
    private static final Pattern NAME = Pattern.compile("L([\\w$]+(?:/[\\w$]+)+);");

    /** Bytes behind the tag of a constant, by its tag; 0 where there is none, or it varies. */
    private static final int[] SIZES = {
        0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2
    };

    private static final int TEXT = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;

    private BundleClasses() {}

    static void load(Bundle bundle, BundleWiring wiring) {
        ClassLoader loader = wiring.getClassLoader();
        if (loader == null) {
            return;
        }
        Set<String> own = new TreeSet<>();
        Set<String> named = new TreeSet<>();
        int local = BundleWiring.LISTRESOURCES_LOCAL | BundleWiring.LISTRESOURCES_RECURSE;
        for (String path : wiring.listResources("/", "*.class", local)) {
            own.add(path.substring(0, path.length() - ".class".length()).replace('/', '.'));
            addNamed(bundle.getEntry(path), named);
        }
        for (String name : named) {
            if (!name.startsWith("java.")) {
                load(name, false, loader);
            }
        }
        for (String name : own) {
            // What they read when they are initialized is there now, and not for long.
            load(name, true, loader);
        }
    }

    private static void load(String name, boolean initialize, ClassLoader loader) {
        try {
            Class.forName(name, initialize, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            // What it names and has not got, such as an optional package, it does without.
            return;
        }
    }

    private static void addNamed(URL file, Set<String> names) {
        if (file == null) {
            return;
        }
        try (InputStream in = file.openStream();
                DataInputStream data = new DataInputStream(in)) {
            data.readInt(); // the magic number
            data.readInt(); // the version
            int count = data.readUnsignedShort();
            String[] texts = new String[count];
            int[] classes = new int[count];
            for (int i = 1; i < count; i++) {
                int tag = data.readUnsignedByte();
                if (tag == TEXT) {
                    texts[i] = data.readUTF();
                } else if (tag == CLASS) {
                    classes[i] = data.readUnsignedShort();
                } else {
                    data.skipNBytes(SIZES[tag]);
                    i += tag == LONG || tag == DOUBLE ? 1 : 0; // they take two places
                }
            }
            for (int i = 1; i < count; i++) {
                if (classes[i] != 0 && texts[classes[i]].charAt(0) != '[') {
                    names.add(texts[classes[i]].replace('/', '.'));
                }
                if (texts[i] != null) {
                    for (Matcher each = NAME.matcher(texts[i]); each.find(); ) {
                        names.add(each.group(1).replace('/', '.'));
                    }
                }
            }
        } catch (IOException e) {
            // The bundle goes away just now; nothing is made of it.
            return;
        }
    }
}
