/** Projects in which third parties write devices and copy strategies. */
package ft.sdk.project;
