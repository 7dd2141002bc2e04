/**
 * What a guest and its devices do, event by event, for whoever looks for a mistake in them. Not to
 * be confused with the main storage access trace of the patents, which the server needs itself.
 */
@Export
@Version("1.0.0")
package ft.api.trace;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
