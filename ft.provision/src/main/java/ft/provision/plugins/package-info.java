/** Looks after the folder into which users drop bundles. */
package ft.provision.plugins;
