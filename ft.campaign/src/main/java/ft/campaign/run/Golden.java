package ft.campaign.run;

import ft.campaign.judge.History;

/**
 * The golden run of a machine.
 *
 * @param history what its guest does without faults
 * @param end clock up to which it is known; no run goes further
 * @param patience cycles that a run goes on to let everything settle after the last deed
 */
record Golden(History history, long end, long patience) {}
