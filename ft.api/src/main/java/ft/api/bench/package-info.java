/** What {@code ./ft bench} measures: groups of benchmarks, which any bundle may bring. */
@Export
@Version("1.0.0")
package ft.api.bench;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
