/** Which bundle each part of a running server came from. */
@Export
@Version("1.0.0")
package ft.api.part;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
