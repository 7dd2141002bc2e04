/** What has to hold at every boundary (spec J1-J11, K1-K9), one class a group. */
package ft.campaign.judge;
