/** Replacing a bundle by another version of it while a guest runs. */
@Export
@Version("1.0.0")
package ft.api.upgrade;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
