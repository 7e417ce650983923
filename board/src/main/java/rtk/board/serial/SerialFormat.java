package rtk.board.serial;

import rtk.board.sim.Ns;

/// How characters look on a serial line: bit rate, data bits, parity, stop bits.
///
/// The bit rate is `clockHz / (16 × divisor)`, as a UART makes it, and need not be a whole number of hertz.
///
/// @param clockHz clock of the baud generator
/// @param divisor 1 to 65535
/// @param dataBits 5 to 8
/// @param stopHalfBits 2, 3 or 4 half bits
public record SerialFormat(long clockHz, int divisor, int dataBits, Parity parity, int stopHalfBits) {
    /// What the bit after the data says. `MARK` is always 1, `SPACE` always 0 (the "stick parity" of the 16550).
    public enum Parity {
        NONE, ODD, EVEN, MARK, SPACE
    }

    /// Line errors, at the places they have in the line status register.
    public static final int PARITY_ERROR = 0x04;
    public static final int FRAMING_ERROR = 0x08;
    public static final int BREAK = 0x10;

    public SerialFormat {
        if (clockHz < 1 || divisor < 1 || divisor > 0xffff) {
            throw new IllegalArgumentException("no bit rate from " + clockHz + " Hz by " + divisor);
        }
        if (dataBits < 5 || dataBits > 8) throw new IllegalArgumentException(dataBits + " data bits, not 5 to 8");
        if (stopHalfBits < 2 || stopHalfBits > 4)
            throw new IllegalArgumentException(stopHalfBits + " half stop bits, not 2 to 4");
    }

    /// Eight data bits, no parity, one stop bit.
    public static SerialFormat of8N1(long baud) { return new SerialFormat(Math.multiplyExact(16, baud), 1, 8, Parity.NONE, 2); }

    /// Length of a character from start bit to the last stop bit, in half bits.
    public int halfBits() { return 2 * (1 + dataBits + (parity == Parity.NONE ? 0 : 1)) + stopHalfBits; }

    /// How long `count` characters in an unbroken row take, rounded up to the next nanosecond.
    public long durationNs(long count) { return Ns.edge(count * halfBits() * 8 * divisor, clockHz); }

    /// The parity bit of `value`; 1 if there is no parity, as the stop bit that follows.
    public int parityBit(int value) {
        int ones = Integer.bitCount(value & dataMask()) & 1;
        return switch (parity) {
            case EVEN -> ones;
            case ODD -> ones ^ 1;
            case SPACE -> 0;
            case NONE, MARK -> 1;
        };
    }

    /// What this receiver makes of `value` sent in format `sent`: it samples the middle of each of its own bits, from the
    /// edge of the start bit on. After the character sent, the line is taken to be at rest.
    ///
    /// @return the character in bits 0–7, line errors in bits 8 and up (shift right by 8 for [#PARITY_ERROR] …)
    int receive(int value, SerialFormat sent) {
        int wave = sent.wave(value);
        int received = 0;
        for (int bit = 0; bit < dataBits; bit++) received |= sample(wave, 1 + bit, sent) << bit;
        int errors = 0;
        int position = 1 + dataBits;
        if (parity != Parity.NONE) {
            if (sample(wave, position, sent) != parityBit(received)) errors |= PARITY_ERROR;
            position++;
        }
        if (sample(wave, position, sent) == 0) errors |= FRAMING_ERROR;
        return received | errors << 8;
    }

    /// Bit times of `value`, the first in bit 0; all ones after the character.
    private int wave(int value) {
        int wave = (value & dataMask()) << 1 | ~0 << (1 + dataBits);
        if (parity != Parity.NONE && parityBit(value) == 0) wave &= ~(1 << (1 + dataBits));
        return wave;
    }

    private int sample(int wave, int bit, SerialFormat sent) {
        long sentBit = (2L * bit + 1) * 8 * divisor * sent.clockHz / (clockHz * 16 * sent.divisor);
        return sentBit > 31 ? 1 : wave >> sentBit & 1;
    }

    private int dataMask() { return (1 << dataBits) - 1; }
}
