package ft.provision.upgrade;

/**
 * A part of an upgrade that can be taken back, also when it was carried out in part only.
 *
 * <p><b>Threading:</b> the thread of the upgrade.
 */
interface Stage {
    /**
     * Does it.
     *
     * @throws Setback when it cannot be done, or somebody has asked to turn back
     */
    void carryOut(Diary diary) throws Setback, InterruptedException;

    /**
     * Makes things as they were before.
     *
     * @throws Setback when that cannot be done
     */
    void takeBack(Diary diary) throws Setback, InterruptedException;
}
