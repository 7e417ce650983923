package rtk.kernel;

import rtk.kernel.api.Errno;
import rtk.kernel.api.Iov;

/// Where the bytes of one side of a transfer are: the beginning of an array, or several parts, as one stream (rule R3).
///
/// Only addresses: nothing is kept here, the copy goes from the one array to the other (rule R4).
final class Parts {
    private static final Iov[] NONE = {};

    /// Null if there are several parts.
    private byte[] bytes;
    private Iov[] parts = NONE;
    /// In all.
    int length;

    void set(byte[] newBytes, int newLength) {
        bytes = newBytes;
        length = newLength;
    }

    /// @param newParts as found good by [#check]
    void set(Iov[] newParts) {
        bytes = null;
        parts = newParts;
        length = (int) sum(newParts);
    }

    static long sum(Iov[] parts) {
        long sum = 0;
        for (Iov part : parts) sum += part.length();
        return sum;
    }

    /// @param fault EFAULT or ESRVRFAULT, by whose buffer it is
    static Errno check(Iov[] parts, Errno fault) {
        for (Iov part : parts) {
            if (!part.isGood()) return fault;
        }
        return sum(parts) > Integer.MAX_VALUE ? Errno.EOVERFLOW : Errno.EOK;
    }

    /// Copies `count` bytes; both sides have them.
    void copyTo(int offset, Parts to, int toOffset, int count) {
        if (count == 0) return;
        if (bytes != null && to.bytes != null) System.arraycopy(bytes, offset, to.bytes, toOffset, count);
        else if (bytes != null) to.put(toOffset, bytes, offset, count);
        else copyPartsTo(offset, to, toOffset, count);
    }

    private void copyPartsTo(int offset, Parts to, int toOffset, int count) {
        int skip = offset;
        int done = 0;
        for (Iov part : parts) {
            int some = Math.min(count - done, part.length() - skip);
            if (some > 0) {
                to.put(toOffset + done, part.bytes(), part.offset() + skip, some);
                done += some;
            }
            skip = Math.max(0, skip - part.length());
        }
    }

    /// Writes `count` bytes of an array from `offset` on.
    void put(int offset, byte[] from, int fromOffset, int count) {
        if (bytes != null) {
            System.arraycopy(from, fromOffset, bytes, offset, count);
            return;
        }
        int skip = offset;
        int done = 0;
        for (Iov part : parts) {
            int some = Math.min(count - done, part.length() - skip);
            if (some > 0) {
                System.arraycopy(from, fromOffset + done, part.bytes(), part.offset() + skip, some);
                done += some;
            }
            skip = Math.max(0, skip - part.length());
        }
    }
}
