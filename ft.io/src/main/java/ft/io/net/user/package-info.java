/**
 * A network for one device that leads to the host's own, through sockets: addresses by DHCP, names,
 * UDP and TCP, without any right that a user does not have.
 */
package ft.io.net.user;
