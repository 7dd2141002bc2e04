/** Programs that can be booted on a server. */
@Export
@Version("1.0.0")
package ft.api.guest;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
