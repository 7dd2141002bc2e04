/** What tests of devices need; knows the contracts in ft.api only. */
package ft.io.kit;
