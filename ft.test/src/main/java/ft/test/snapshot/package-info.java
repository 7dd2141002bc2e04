/** Saving and loading of whole servers, with the bundles that are installed. */
package ft.test.snapshot;
