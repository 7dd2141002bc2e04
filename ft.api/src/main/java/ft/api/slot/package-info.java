/**
 * What a slot of an IO subsystem gives the device in it: interrupt line, DMA, guest time, channels
 * to the host, networks. The devices themselves are in {@link ft.api.device}.
 */
@Export
@Version("1.0.0")
package ft.api.slot;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
