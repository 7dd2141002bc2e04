package ft.campaign.scenario;

/**
 * One thing that happens in a scenario.
 *
 * @param number its place in the scenario as it was drawn, from 1; stays when others are left out
 * @param clock it happens at the first boundary at or after this clock
 * @param action what
 */
public record Deed(int number, long clock, Action action) {}
