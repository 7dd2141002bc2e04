/** What can be configured, and configuring it. */
@Export
@Version("1.0.0")
package ft.api.config;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
