/** Posts what happens to servers to the Event Admin Service. */
package ft.observe.event;
