/** The rules of the house, asserted from what is wired and running. */
package ft.test.rules;
