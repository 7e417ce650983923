package rtk.kernel.api;

/// One part of a message: QNX's `iov_t`, a piece of memory by its address and length.
///
/// The parts of a message are one stream of bytes; where the other side's parts begin and end makes no difference.
///
/// Source: [D 39] System Architecture, "Message copying".
///
/// @param bytes what it points into
/// @param offset of the first byte, from 0
/// @param length in bytes. A part that reaches beyond `bytes` is a bad address: the call that gets it fails with EFAULT or
///     ESRVRFAULT
@SuppressWarnings("ArrayRecordComponent") // an address, not the bytes
public record Iov(byte[] bytes, int offset, int length) {
    /// SETIOV of a whole array.
    public static Iov of(byte[] bytes) { return new Iov(bytes, 0, bytes.length); }

    /// SETIOV.
    public static Iov of(byte[] bytes, int offset, int length) { return new Iov(bytes, offset, length); }

    /// Does it lie within its array?
    public boolean isGood() { return bytes != null && offset >= 0 && length >= 0 && offset <= bytes.length - length; }
}
