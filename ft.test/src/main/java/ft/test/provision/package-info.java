/** Installing bundles from indexes. */
package ft.test.provision;
