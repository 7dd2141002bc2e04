/** What comparators lead to, as a part that can be replaced: for third parties to implement. */
@Export
@Version("1.0.0")
package ft.api.policy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
