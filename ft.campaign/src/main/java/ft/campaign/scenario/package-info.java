/** What is simulated: a machine, a guest, and what happens to them at which clock. */
package ft.campaign.scenario;
