package rtk.apps.infotainment.isotp;

import rtk.board.sim.Ns;

/// STmin, how far apart a receiver wants consecutive frames, as one byte: 0x00 to 0x7F milliseconds, 0xF1 to 0xF9 hundreds of
/// microseconds; what is reserved counts as the longest. Source: ISO 15765-2, 9.6.5.4 and 9.6.5.5.
final class SeparationTime {
    private static final int LONGEST_MS = 0x7f;

    private SeparationTime() {}

    static long ns(int octet) {
        if (octet <= LONGEST_MS) return Ns.ms(octet);
        if (octet >= 0xf1 && octet <= 0xf9) return Ns.us((octet - 0xf0) * 100L);
        return Ns.ms(LONGEST_MS);
    }
}
