/** What tools see of servers; see the packages below. */
package ft.observe;
