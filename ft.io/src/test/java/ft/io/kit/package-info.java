/**
 * What tests of devices need; needs the contracts and the saved states only, so that it can be
 * given to device authors.
 */
package ft.io.kit;
