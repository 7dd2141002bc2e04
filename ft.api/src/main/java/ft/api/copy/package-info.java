/**
 * Copy strategies: how main storage of the online system reaches the other one (P6 [0045]-[0050],
 * P17 S1-S20). What a third party implements; what a strategy can do is in {@link ft.api.resync}.
 */
@Export
@Version("1.0.0")
package ft.api.copy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
