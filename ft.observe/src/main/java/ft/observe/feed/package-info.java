/** Hears what happens to all servers, and hands it on without making them wait. */
package ft.observe.feed;
