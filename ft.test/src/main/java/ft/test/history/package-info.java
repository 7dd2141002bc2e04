/** Records and replays of servers that are put together by the framework. */
package ft.test.history;
