/** Installing bundles, with what they need, from an OSGi index. */
@Export
@Version("1.0.0")
package ft.api.provision;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
