/** One simulated run: the real bundles under one schedule, observed at every boundary. */
package ft.campaign.run;
