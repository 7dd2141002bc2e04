/** Bundles are replaced by other versions of them while guests run. */
package ft.test.upgrade;
