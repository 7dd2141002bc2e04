/** Shows and changes the configuration of everything that has a metatype. */
package ft.provision.config;
