/** Whole servers as they were at an instruction boundary, in memory and in files. */
@Export
@Version("1.0.0")
package ft.api.snapshot;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
