package rtk.board.can.j1939;

/// The NAME by which a control unit claims an address (SAE J1939-81, 4.1; ISO 11783-5): 64 bits in the data of parameter group
/// [#PGN], the least significant byte first. Of two units that claim one address, the one with the smaller number wins.
///
/// @param value all 64 bits, unsigned
public record J1939Name(long value) implements Comparable<J1939Name> {
    /// Address claimed; "cannot claim" if its source is [J1939Id#NULL_ADDRESS].
    public static final int PGN = 0xee00;

    /// @param data eight bytes of a frame
    /// @throws IllegalArgumentException if there are not eight of them
    public static J1939Name of(byte[] data) {
        if (data.length != 8) throw new IllegalArgumentException("a NAME of " + data.length + " bytes, not 8");
        long value = 0;
        for (int n = 7; n >= 0; n--) value = (value << 8) | (data[n] & 0xff);
        return new J1939Name(value);
    }

    /// Number that the manufacturer gave this unit, 21 bits.
    public int identity() { return bits(0, 21); }

    /// Manufacturer, by the list of SAE J1939 or NMEA 2000.
    public int manufacturer() { return bits(21, 11); }

    /// Which of several control units of the same function it is.
    public int ecuInstance() { return bits(32, 3); }

    public int functionInstance() { return bits(35, 5); }

    /// Below 128 the same in all industry groups.
    public int function() { return bits(40, 8); }

    /// Bit 48 is reserved.
    public int vehicleSystem() { return bits(49, 7); }

    public int vehicleSystemInstance() { return bits(56, 4); }

    /// 0 all, 1 road, 2 agriculture, 3 construction, 4 marine, 5 industrial.
    public int industryGroup() { return bits(60, 3); }

    /// May it take another address when it loses one?
    public boolean isArbitraryAddressCapable() { return value < 0; }

    private int bits(int from, int count) { return (int) (value >>> from & (1L << count) - 1); }

    /// Smaller wins.
    @Override
    public int compareTo(J1939Name other) { return Long.compareUnsigned(value, other.value); }
}
