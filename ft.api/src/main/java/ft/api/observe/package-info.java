/**
 * What tools see of the servers of a framework: topics of the Event Admin Service, names of
 * loggers, health, inventory, metrics. Consumers compile against the constants; a bundle of the
 * server's provides the rest.
 */
@Export
@Version("1.0.0")
package ft.api.observe;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
