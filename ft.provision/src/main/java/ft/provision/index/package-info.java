/** Installs bundles, with what they need, from an OSGi index. */
package ft.provision.index;
