/** Campaigns of the real bundles. */
package ft.test.campaign;
