/**
 * For the tests of device authors: a bench that plays the slot, and the contract of all devices as
 * a test. Needs no test library.
 */
@Version("1.0.0")
package ft.device.kit.bench;

import org.osgi.annotation.versioning.Version;
