/** What a user can type after {@code ./ft}: verbs, which any bundle may bring. */
@Export
@Version("1.0.0")
package ft.api.verb;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
