/** The named fields in which every part of a server, a device too, saves and loads its state. */
@Export
@Version("1.0.0")
package ft.api.fields;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
