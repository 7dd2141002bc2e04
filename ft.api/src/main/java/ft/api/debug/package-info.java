/** Debuggers that attach to the systems of a server. */
@Export
@Version("1.0.0")
package ft.api.debug;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
