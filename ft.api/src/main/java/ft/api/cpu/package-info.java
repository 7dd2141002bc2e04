/**
 * The CPU subsystem 110 (P6 [0034]): harts, main storage, memory controller. Implemented by
 * processor bundles.
 */
@Export
@Version("1.1.0")
package ft.api.cpu;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
