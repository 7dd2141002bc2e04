/** Replaces bundles by other versions of them while a guest runs. */
package ft.provision.upgrade;
