package ft.io.block;

import ft.api.fields.StateFields;
import java.io.IOException;

/** What holds the data of a block device. */
interface Disk {
    /** Unit of its size, in bytes. */
    int SECTOR = 512;

    /** Size in bytes, a multiple of {@link #SECTOR}. */
    long size();

    /** Copies bytes out; the caller keeps within {@link #size}. */
    void read(long position, byte[] target, int offset, int length) throws IOException;

    /** Copies bytes in; the caller keeps within {@link #size}. */
    void write(long position, byte[] source, int offset, int length) throws IOException;

    /** Makes a range read as zeros; the caller keeps within {@link #size}. */
    void zero(long position, long length) throws IOException;

    /** Gives back what a range takes, as far as that is cheap; its content may be anything then. */
    void discard(long position, long length) throws IOException;

    /** Returns when everything written would survive a failure of the host. */
    void flush() throws IOException;

    /** Names what does not survive elsewhere. */
    void state(StateFields fields);

    /** Gives host resources back. */
    void close() throws IOException;
}
