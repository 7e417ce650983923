package rtk.trace;

/// One number of an event.
public record Field(String name, Type type) {
    /// How a number is to be read and printed, and how it is packed in a file.
    public enum Type {
        /// Names a thing; 0 is none. Unsigned.
        ID,
        /// A quantity. Unsigned.
        COUNT,
        /// Anything with a sign.
        SIGNED,
        /// Nanoseconds: an instant or a duration, never negative.
        NS,
        /// Number of a text.
        TEXT,
        /// 64 bits as they are; printed in hexadecimal.
        BITS,
        /// A [ThreadState] by number.
        STATE,
        /// A [KernelCall] by number.
        CALL
    }
}
