/** Guests that go astray. */
package ft.test.guest;
