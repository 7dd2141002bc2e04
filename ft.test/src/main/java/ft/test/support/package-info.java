/** What the tests inside Felix share. */
package ft.test.support;
