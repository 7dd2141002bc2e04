/**
 * A device's state, kept by the names of its fields, so that it outlives the class that named them.
 */
@Version("1.0.0")
package ft.device.kit.state;

import org.osgi.annotation.versioning.Version;
