/** The board every system presents to its guest: physical address map and device tree. */
@Export
@Version("1.0.0")
package ft.api.board;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
