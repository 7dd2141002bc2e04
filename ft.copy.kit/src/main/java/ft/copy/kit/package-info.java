/**
 * For the tests of authors of copy strategies: two memories with a guest that writes one of them,
 * and the contract of all strategies as a test. Needs no test library.
 */
@Version("1.0.0")
package ft.copy.kit;

import org.osgi.annotation.versioning.Version;
