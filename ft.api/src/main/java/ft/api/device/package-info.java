/**
 * What a third party implements to contribute a device to an IO subsystem, and what the device is
 * given.
 */
@Export
@Version("0.1.0")
package ft.api.device;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
