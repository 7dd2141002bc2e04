/** {@code ./ft simulate}: random faults by seed, every boundary judged. */
package ft.campaign.simulate;
