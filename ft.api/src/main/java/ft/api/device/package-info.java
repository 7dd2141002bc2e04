/**
 * What a third party implements to contribute a device to an IO subsystem. What the device is given
 * is in {@link ft.api.slot}.
 */
@Export
@Version("1.0.0")
package ft.api.device;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
