/** What the documentation says, done. */
package ft.test.docs;
