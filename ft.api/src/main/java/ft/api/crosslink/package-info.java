/** Transports between the FT controllers of the systems (crosslink 140, P6 [0032]-[0034]). */
@Export
@Version("1.1.0")
package ft.api.crosslink;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
