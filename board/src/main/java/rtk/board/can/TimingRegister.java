package rtk.board.can;

/// The fields of BIT_TIMING and DATA_TIMING of a [CanController].
final class TimingRegister {
    static final int BITS = 0xffff_ff7f;
    /// A rate may be off the bus's by so many parts per million, as different clocks and prescalers make it.
    private static final long OFF_MAX_PPM = 5_000;

    private TimingRegister() {}

    /// The value for a rate, or 0 if the clock has none near it.
    static int of(int bitrateHz, BitTiming.Limits limits) {
        var timing = BitTiming.of(CanController.CLOCK_HZ, bitrateHz, BitTiming.usualSamplePoint(bitrateHz), limits,
                BitTiming.Preference.WIDE_JUMP);
        if (timing == null) return 0;
        return (timing.jumpWidth() - 1) << 25 | (timing.prescaler() - 1) << 16 | (timing.propagation() + timing.phase1() - 1) << 8
                | (timing.phase2() - 1);
    }

    /// Does `value` stand for a rate that goes with `bitrateHz`?
    static boolean isRate(int value, long bitrateHz) {
        long periods = ((value >> 16 & 0x1ff) + 1L) * (3 + (value >> 8 & 0xff) + (value & 0x7f));
        long offMicroHz = Math.abs(bitrateHz * periods - CanController.CLOCK_HZ) * 1_000_000;
        return offMicroHz <= CanController.CLOCK_HZ * OFF_MAX_PPM;
    }
}
