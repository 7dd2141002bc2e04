/** Recording what a server gets from outside, replaying it, and going back in its past. */
@Export
@Version("1.0.0")
package ft.api.history;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
