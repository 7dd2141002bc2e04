package ft.io.subsystem;

import ft.device.kit.state.SavedState;

/**
 * What a device has left behind for the one that takes over: its fields, and what the slot held for
 * it; a device may name its fields freely. Holds nothing of the bundle that it came from.
 *
 * @param type of the device
 */
record CarriedState(String type, SavedState device, SavedState place) {
    /** Takes it from a device that is about to leave. */
    static CarriedState of(Attachment attachment) {
        SavedState.Saver device = SavedState.saver();
        attachment.device().state(device);
        SavedState.Saver place = SavedState.saver();
        attachment.state(place);
        return new CarriedState(attachment.provider().type(), device.done(), place.done());
    }

    /**
     * Gives it to a device.
     *
     * @throws RuntimeException whatever the device makes of it
     */
    void loadInto(Attachment attachment) {
        attachment.device().state(device.loader());
        attachment.state(place.loader());
    }
}
