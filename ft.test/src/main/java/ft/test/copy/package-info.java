/** Copy strategies that come and go with their bundles. */
package ft.test.copy;
