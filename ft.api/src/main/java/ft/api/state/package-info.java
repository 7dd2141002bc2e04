/**
 * The ten states, the two modes and the events between them (P6 [0053]-[0073], spec sections 2 and
 * 3).
 */
@Export
@Version("1.0.0")
package ft.api.state;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
