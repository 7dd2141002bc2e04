/**
 * What looks on while a server runs, and changes nothing: for debuggers, tracers and judges of a
 * history. Whoever wants to look implements one of these and hands it to the server.
 */
@Export
@Version("1.0.0")
package ft.api.observer;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
