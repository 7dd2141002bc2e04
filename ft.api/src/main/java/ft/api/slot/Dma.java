package ft.api.slot;

import ft.api.device.Device;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Inbound requests (P6 [0039]) from a device to main storage, through the FT controller: a read
 * comes from the CPU subsystem in service (and is compared while duplicated), a write reaches every
 * duplicated CPU subsystem at the same instruction boundary.
 *
 * <p>Allowed only at instruction boundaries, see {@link Device#work()}; anywhere else an {@link
 * IllegalStateException} says so.
 */
@ProviderType
public interface Dma {
    /**
     * Reads main storage.
     *
     * @return false on a master abort (address outside main storage or access refused); the target
     *     then holds all ones
     */
    boolean read(long address, byte[] target, int offset, int length);

    /**
     * Writes main storage.
     *
     * @return false on a master abort; nothing was written
     */
    boolean write(long address, byte[] source, int offset, int length);
}
