/**
 * Resynchronization that finds changed pages by summaries (P17, US 9,785,524): as written, and made
 * exact by the change set.
 */
package ft.copy.checksum;
