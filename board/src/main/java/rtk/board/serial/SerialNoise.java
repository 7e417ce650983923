package rtk.board.serial;

import rtk.board.sim.SimRandom;
import rtk.board.sim.World;

/// Noise on the wire into a UART: a bit of a character is inverted now and then, by chance from the random stream of the UART's name. A
/// data bit makes another character, and a parity error where there is parity; the parity bit makes a parity error, the
/// stop bit a framing error. The start bit is spared.
final class SerialNoise {
    private final SimRandom random;
    private final long oneIn;

    /// @param oneIn one character in so many is hit on average, at least 1
    SerialNoise(World world, String uart, long oneIn) {
        if (oneIn < 1) throw new IllegalArgumentException("noise in one of " + oneIn + " characters");
        this.oneIn = oneIn;
        random = world.random("noise on " + uart);
    }

    /// @param entry character in bits 0–7, line errors above, as it arrived
    int disturb(int entry, SerialFormat format) {
        if (random.between(1, oneIn) != 1) return entry;
        boolean hasParity = format.parity() != SerialFormat.Parity.NONE;
        int bit = (int) random.between(0, format.dataBits() + (hasParity ? 1 : 0));
        if (bit < format.dataBits()) return (entry ^ (1 << bit)) | (hasParity ? SerialFormat.PARITY_ERROR << 8 : 0);
        boolean isParity = hasParity && bit == format.dataBits();
        return entry | (isParity ? SerialFormat.PARITY_ERROR : SerialFormat.FRAMING_ERROR) << 8;
    }
}
