package rtk.board.hw;

/// A part that a program reaches by its registers: 32 bits wide, at byte offsets that are multiples of 4.
public interface Device {
    String name();

    /// Number in the trace.
    int number();

    /// Bytes of address space.
    int size();

    /// @return the register's value; reading may change the part, as its table says
    /// @throws BusFault if there is no register at `offset`
    int read(int offset);

    /// @throws BusFault if there is no register at `offset`
    void write(int offset, int value);
}
