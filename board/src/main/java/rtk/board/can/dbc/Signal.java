package rtk.board.can.dbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/// A signal of a message: some bits and what they mean.
///
/// A *raw* value is the bits as a number: sign-extended if the signal is signed, a bit pattern if it is unsigned with 64 bits or
/// an IEEE 754 number. The *physical* value is raw × scale + offset, exact in decimal.
public final class Signal {
    /// Multiplexors above each other; more, or some that select each other in a circle, select nothing.
    private static final int MULTIPLEXORS_MAX = 64;

    /// How the bits are to be read.
    public enum Type {
        UNSIGNED,
        SIGNED,
        /// IEEE 754 with 32 and 64 bits (`SIG_VALTYPE_` 1 and 2).
        FLOAT,
        DOUBLE
    }

    /// Longest number that can be decoded; longer signals are texts and such.
    public static final int NUMBER_BITS_MAX = 64;

    private final int startBit;
    private final int length;
    private final boolean motorola;
    private final BigDecimal scale;
    private final BigDecimal offset;
    private final BigDecimal minimum;
    private final BigDecimal maximum;
    private final String unit;
    private final boolean multiplexor;
    private final List<String> receivers;
    // From later lines of the file; written only by DbcParser.
    String name;
    Type type;
    String muxSwitch;
    List<MuxRange> muxRanges;
    Map<Long, String> labels;
    String comment = "";

    // physicalMilli = (raw × milliFactor + milliOffset) / milliDivisor where it surely fits into 64 bits.
    private final boolean milliFits;
    private final long milliFactor;
    private final long milliOffset;
    private final long milliDivisor;

    Signal(Layout layout, Scaling scaling, boolean multiplexor, List<MuxRange> muxRanges, List<String> receivers) {
        name = layout.name;
        startBit = layout.startBit;
        length = layout.length;
        motorola = layout.motorola;
        type = layout.signed ? Type.SIGNED : Type.UNSIGNED;
        scale = scaling.scale;
        offset = scaling.offset;
        minimum = scaling.minimum;
        maximum = scaling.maximum;
        unit = scaling.unit;
        this.multiplexor = multiplexor;
        this.muxRanges = muxRanges;
        this.receivers = List.copyOf(receivers);
        labels = Map.of();
        int decimals = Math.max(3, Math.max(scale.scale(), offset.scale()));
        BigInteger factor = scale.setScale(decimals).unscaledValue();
        BigInteger shift = offset.setScale(decimals).unscaledValue();
        milliFits = decimals <= 18 && factor.bitLength() + length <= 61 && shift.bitLength() <= 61;
        milliFactor = milliFits ? factor.longValueExact() : 0;
        milliOffset = milliFits ? shift.longValueExact() : 0;
        milliDivisor = milliFits ? BigInteger.TEN.pow(decimals - 3).longValueExact() : 1;
    }

    record Layout(String name, int startBit, int length, boolean motorola, boolean signed) {}

    record Scaling(BigDecimal scale, BigDecimal offset, BigDecimal minimum, BigDecimal maximum, String unit) {}

    public String name() { return name; }

    /// As in the file, in DBC numbering (bit 0 is the least significant of byte 0): the least significant bit of an Intel signal,
    /// the most significant bit of a Motorola one.
    public int startBit() { return startBit; }

    /// In bits.
    public int length() { return length; }

    /// Big-endian; else little-endian (Intel).
    public boolean isMotorola() { return motorola; }

    public Type type() { return type; }

    public BigDecimal scale() { return scale; }

    public BigDecimal offset() { return offset; }

    /// As declared; 0 with [#maximum] 0 means not declared.
    public BigDecimal minimum() { return minimum; }

    public BigDecimal maximum() { return maximum; }

    /// Of the physical value; may be empty.
    public String unit() { return unit; }

    /// Does its value tell which other signals are there?
    public boolean isMultiplexor() { return multiplexor; }

    /// Name of the multiplexor that decides whether this signal is in a frame, or null if it always is.
    public String muxSwitch() { return muxSwitch; }

    /// For which values of [#muxSwitch] it is there; empty if it always is.
    public List<MuxRange> muxRanges() { return muxRanges; }

    public List<String> receivers() { return receivers; }

    /// Texts of raw values (`VAL_`), in the order of the file.
    public Map<Long, String> labels() { return labels; }

    /// @return the text of a raw value, or null
    public String label(long raw) { return labels.get(raw); }

    public String comment() { return comment; }

    /// Can [#raw] read it?
    public boolean isNumber() { return length <= NUMBER_BITS_MAX; }

    /// How many bytes a frame must have for the signal to be in it.
    public int bytesNeeded() {
        if (!motorola) return (startBit + length + 7) / 8;
        return (firstBitFromTop() + length + 7) / 8;
    }

    /// Reads it from the first eight bytes of a frame, the first byte most significant.
    ///
    /// @throws IllegalArgumentException if it lies behind them or is longer than 64 bits
    public long raw(long data) {
        if (bytesNeeded() > 8) throw new IllegalArgumentException(name + " needs " + bytesNeeded() + " bytes, not 8");
        long top = motorola ? data << firstBitFromTop() : Long.reverseBytes(data) << (64 - length - startBit);
        return extended(top);
    }

    /// Reads it from the bytes of a frame, 8 or 64 of them.
    ///
    /// @throws IllegalArgumentException if the frame is too short or the signal longer than 64 bits
    public long raw(byte[] data) {
        int needed = bytesNeeded();
        if (needed > data.length || !isNumber()) {
            throw new IllegalArgumentException(
                    name + " has " + length + " bits in " + needed + " bytes, the frame has " + data.length);
        }
        long top = 0;
        for (int bit = 0; bit < length; bit++) {
            // From the most significant bit down.
            int at = motorola ? firstBitFromTop() + bit : startBit + length - 1 - bit;
            int inByte = motorola ? 7 - at % 8 : at % 8;
            top |= ((data[at / 8] >> inByte) & 1L) << (63 - bit);
        }
        return extended(top);
    }

    private int firstBitFromTop() { return startBit / 8 * 8 + 7 - startBit % 8; }

    private long extended(long top) { return type == Type.SIGNED ? top >> (64 - length) : top >>> (64 - length); }

    /// Writes a raw value into the first eight bytes of a frame, the first byte most significant: the opposite of [#raw(long)].
    ///
    /// @throws IllegalArgumentException if it lies behind them
    public long withRaw(long data, long raw) {
        if (bytesNeeded() > 8) throw new IllegalArgumentException(name + " needs " + bytesNeeded() + " bytes, not 8");
        long top = raw << (64 - length);
        long mask = -1L << (64 - length);
        if (motorola) {
            int shift = firstBitFromTop();
            return (data & ~(mask >>> shift)) | (top >>> shift);
        }
        int shift = 64 - length - startBit;
        return Long.reverseBytes((Long.reverseBytes(data) & ~(mask >>> shift)) | (top >>> shift));
    }

    /// Has a raw value a physical one? Infinities and what is not a number have none.
    public boolean isFinite(long raw) {
        if (type == Type.SIGNED || type == Type.UNSIGNED) return true;
        long exponent = type == Type.FLOAT ? 0xffL << 23 : 0x7ffL << 52;
        return (raw & exponent) != exponent;
    }

    /// The physical value, exact.
    ///
    /// @throws ArithmeticException if the raw value is an infinity or not a number
    public BigDecimal physical(long raw) {
        BigDecimal number = switch (type) {
            case SIGNED -> BigDecimal.valueOf(raw);
            case UNSIGNED -> new BigDecimal(unsigned(raw));
            case FLOAT -> Ieee754.decimal(raw, 8, 23);
            case DOUBLE -> Ieee754.decimal(raw, 11, 52);
        };
        return number.multiply(scale).add(offset);
    }

    /// The physical value in thousandths of the unit, rounded half away from zero; held at the ends of `long`.
    ///
    /// @throws ArithmeticException if the raw value is an infinity or not a number
    public long physicalMilli(long raw) {
        if (milliFits && (type == Type.SIGNED || type == Type.UNSIGNED)) {
            long value = raw * milliFactor + milliOffset;
            long half = milliDivisor / 2;
            return (value < 0 ? value - half : value + half) / milliDivisor;
        }
        BigInteger milli = physical(raw).movePointRight(3).setScale(0, RoundingMode.HALF_UP).toBigInteger();
        if (milli.bitLength() < 64) return milli.longValue();
        return milli.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /// The raw value whose physical value is nearest to `milli` thousandths of the unit.
    ///
    /// @throws ArithmeticException if the signal is an IEEE 754 number
    public long rawOfMilli(long milli) {
        if (type == Type.FLOAT || type == Type.DOUBLE) throw new ArithmeticException(name + " is a floating-point number");
        return BigDecimal.valueOf(milli, 3).subtract(offset).divide(scale, 0, RoundingMode.HALF_UP).longValue();
    }

    private static BigInteger unsigned(long raw) { return new BigInteger(Long.toUnsignedString(raw)); }

    /// Is it in a frame of `message` with these first eight bytes and `nbytes` in all?
    boolean isActive(Message message, long data, int nbytes) { return isActive(message, data, nbytes, MULTIPLEXORS_MAX); }

    private boolean isActive(Message message, long data, int nbytes, int left) {
        if (!isNumber() || bytesNeeded() > Math.min(nbytes, 8)) return false;
        if (muxSwitch == null) return true;
        Signal mux = message.signal(muxSwitch);
        return mux != null && left > 0 && mux.isActive(message, data, nbytes, left - 1) && selects(mux.raw(data));
    }

    boolean isActive(Message message, byte[] data) { return isActive(message, data, MULTIPLEXORS_MAX); }

    private boolean isActive(Message message, byte[] data, int left) {
        if (!isNumber() || bytesNeeded() > data.length) return false;
        if (muxSwitch == null) return true;
        Signal mux = message.signal(muxSwitch);
        return mux != null && left > 0 && mux.isActive(message, data, left - 1) && selects(mux.raw(data));
    }

    private boolean selects(long muxValue) {
        for (MuxRange range : muxRanges) {
            if (range.contains(muxValue)) return true;
        }
        return false;
    }

    @Override
    public String toString() { return name; }
}
