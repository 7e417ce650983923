package rtk.trace.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Numbers of 64 bits in one to nine bytes, small ones short.
///
/// Seven bits a byte, least significant first, the top bit saying that another byte follows; the ninth byte has none to
/// say and carries eight bits. Unsigned; numbers with a sign are folded first ([#zigzag]).
///
/// Groups are spread to bytes and gathered again three halvings at a time instead of in a loop, because a trace is made
/// of little else.
final class Varint {
    static final int BYTES_MAX = 9;
    /// A buffer that is written to or read from has this many bytes of room behind the number.
    static final int SLACK = 9;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long CONTINUES = 0x8080_8080_8080_8080L;

    private Varint() {}

    /// @return where the next number goes
    static int put(byte[] out, int at, long value) {
        if ((value & ~0x7fL) == 0) {
            out[at] = (byte) value;
            return at + 1;
        }
        return putLong(out, at, value);
    }

    private static int putLong(byte[] out, int at, long value) {
        long x = value & 0x00ff_ffff_ffff_ffffL;
        x = (x & 0x0000_0000_0fff_ffffL) | ((x & 0x00ff_ffff_f000_0000L) << 4);
        x = (x & 0x0000_3fff_0000_3fffL) | ((x & 0x0fff_c000_0fff_c000L) << 2);
        x = (x & 0x007f_007f_007f_007fL) | ((x & 0x3f80_3f80_3f80_3f80L) << 1);
        if (value >>> 56 != 0) {
            LONG.set(out, at, x | CONTINUES);
            out[at + 8] = (byte) (value >>> 56);
            return at + 9;
        }
        int last = (63 - Long.numberOfLeadingZeros(x)) >> 3;
        LONG.set(out, at, x | (CONTINUES & ((1L << (last << 3)) - 1)));
        return at + last + 1;
    }

    /// The number at `at`; its length is [#length].
    static long get(byte[] in, int at) {
        int first = in[at];
        return first >= 0 ? first : getLong(in, at);
    }

    private static long getLong(byte[] in, int at) {
        long x = (long) LONG.get(in, at);
        long ends = ~x & CONTINUES;
        // Keep the bytes up to and including the first that ends.
        if (ends != 0) x &= ends ^ (ends - 1);
        long high = ends != 0 ? 0 : (long) in[at + 8] << 56;
        x = (x & 0x007f_007f_007f_007fL) | ((x & 0x7f00_7f00_7f00_7f00L) >>> 1);
        x = (x & 0x0000_3fff_0000_3fffL) | ((x & 0x3fff_0000_3fff_0000L) >>> 2);
        x = (x & 0x0000_0000_0fff_ffffL) | ((x & 0x0fff_ffff_0000_0000L) >>> 4);
        return x | high;
    }

    /// How many bytes the number at `at` takes.
    static int length(byte[] in, int at) {
        if (in[at] >= 0) return 1;
        long ends = ~(long) LONG.get(in, at) & CONTINUES;
        return ends != 0 ? (Long.numberOfTrailingZeros(ends) >> 3) + 1 : BYTES_MAX;
    }

    static long zigzag(long value) { return (value << 1) ^ (value >> 63); }

    static long unzigzag(long value) { return (value >>> 1) ^ -(value & 1); }
}
