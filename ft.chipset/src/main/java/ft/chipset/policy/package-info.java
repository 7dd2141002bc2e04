/** The comparator policies that come along. */
package ft.chipset.policy;
