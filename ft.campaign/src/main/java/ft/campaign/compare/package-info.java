/** {@code ./ft compare}: every copy strategy on the same guest, memory and write rate. */
package ft.campaign.compare;
