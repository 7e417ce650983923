package rtk.kernel.api;

/// A pointer: an address in the address space of whoever uses it, with loads and stores at offsets in bytes, little-endian, as
/// the processor does them. An access needs no kernel call and no time.
///
/// Each access is checked against the mappings of the running process. A bad one is a fault of the running thread: SIGSEGV if nothing is
/// mapped there or the mapping does not allow it, SIGBUS beyond the end of the object mapped. By default it kills the process; a
/// handler may mend the cause (the access is then done again, once) or throw. A second fault while the handler runs kills. Alignment is not
/// checked.
///
/// Source: [D 60] LR SignalAction; doing the access again only once is our choice.
public interface Memory {
    long address();

    /// A pointer `offset` bytes further.
    Memory plus(long offset);

    byte getByte(long offset);

    short getShort(long offset);

    int getInt(long offset);

    long getLong(long offset);

    void putByte(long offset, byte value);

    void putShort(long offset, short value);

    void putInt(long offset, int value);

    void putLong(long offset, long value);

    /// Loads as many bytes as `into` has.
    void get(long offset, byte[] into);

    /// Stores all of `from`.
    void put(long offset, byte[] from);
}
