/** The IO subsystem 120 (P6 [0036]-[0037]) as its FT controller sees it. */
@Export
@Version("1.1.0")
package ft.api.io;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
