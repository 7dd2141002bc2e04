/**
 * What the FT controller gives a copy strategy ({@link ft.api.copy}) for a resynchronization: the
 * pages of both sides, the DMA engine, the access trace, write traps and guards.
 */
@Export
@Version("1.0.0")
package ft.api.resync;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
