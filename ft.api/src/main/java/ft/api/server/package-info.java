/** The fault tolerant server as consoles, web pages and tests see it. */
@Export
@Version("1.1.0")
package ft.api.server;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
