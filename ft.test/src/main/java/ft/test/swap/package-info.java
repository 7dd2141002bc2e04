/** What happens to a running guest when a bundle of its server is exchanged. */
package ft.test.swap;
