/**
 * For authors of devices: registers as data, and {@link ft.device.kit.RegisterDevice}, which makes
 * a device of them. A bundle takes its own copy of what it uses.
 */
@Version("1.0.0")
package ft.device.kit;

import org.osgi.annotation.versioning.Version;
