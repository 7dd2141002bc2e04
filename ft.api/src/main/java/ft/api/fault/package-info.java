/**
 * Faults: what can be injected where, when it strikes, and how both are written. A leaf: the units
 * that carry faults out ({@link ft.api.cpu}, {@link ft.api.io}, {@link ft.api.crosslink}) know this
 * package, and it knows none of them.
 */
@Export
@Version("1.0.0")
package ft.api.fault;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
