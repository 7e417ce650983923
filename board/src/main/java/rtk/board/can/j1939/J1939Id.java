package rtk.board.can.j1939;

import java.util.Locale;

/// A 29-bit identifier as SAE J1939-21 (5.2) and NMEA 2000 divide it: three bits of priority, the parameter group, and eight
/// bits of source address.
///
/// The parameter group number (PGN) has 18 bits: extended data page, data page, eight bits of PDU format and eight of PDU
/// specific. With a format below 240 (*PDU1*) the last eight bits of the identifier's group are the address it goes to, and zero in
/// the PGN; from 240 on (*PDU2*) they belong to the PGN and the message goes to all.
///
/// @param priority 0 is the most urgent, 7 the least
/// @param pgn parameter group number
/// @param destination [#GLOBAL] for all
/// @param source [#NULL_ADDRESS] for nobody who has an address
public record J1939Id(int priority, int pgn, int destination, int source) {
    /// Address of all.
    public static final int GLOBAL = 255;
    /// Source of who has no address: an address claim that failed, or a request before one.
    public static final int NULL_ADDRESS = 254;
    public static final int PGN_MAX = 0x3ffff;

    private static final int PDU2 = 240;

    public J1939Id {
        if (priority < 0 || priority > 7) throw new IllegalArgumentException("priority " + priority + ", not 0 to 7");
        if (pgn < 0 || pgn > PGN_MAX) throw new IllegalArgumentException("parameter group " + pgn + ", not 0 to " + PGN_MAX);
        if (source < 0 || source > 255) throw new IllegalArgumentException("source " + source + ", not 0 to 255");
        if (destination < 0 || destination > 255) {
            throw new IllegalArgumentException("destination " + destination + ", not 0 to 255");
        }
        if (isPdu2(pgn) && destination != GLOBAL) {
            throw new IllegalArgumentException("parameter group " + pgn + " goes to all, not to " + destination);
        }
        if (!isPdu2(pgn) && (pgn & 0xff) != 0) {
            throw new IllegalArgumentException("parameter group " + pgn + " of PDU1 format does not end with a zero byte");
        }
    }

    /// Reads an identifier.
    ///
    /// @param identifier of 29 bits; further bits are ignored
    public static J1939Id of(int identifier) {
        int pgn = pgn(identifier);
        int destination = isPdu2(pgn) ? GLOBAL : identifier >> 8 & 0xff;
        return new J1939Id(identifier >> 26 & 7, pgn, destination, identifier & 0xff);
    }

    /// The parameter group of an identifier.
    public static int pgn(int identifier) {
        int group = identifier >> 8 & PGN_MAX;
        return isPdu2(group) ? group : group & ~0xff;
    }

    private static boolean isPdu2(int pgn) { return (pgn >> 8 & 0xff) >= PDU2; }

    /// The 29 bits on the wire.
    public int identifier() { return priority << 26 | pgn << 8 | (isPdu2(pgn) ? 0 : destination << 8) | source; }

    /// Does it go to one address, in a group that can (PDU1)?
    public boolean isAddressed() { return !isPdu2(pgn) && destination != GLOBAL; }

    /// `PGN 61444 from 0 priority 3`, with `to` for one address.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "PGN %d from %d%s priority %d", pgn, source, isAddressed() ? " to " + destination : "",
                priority);
    }
}
