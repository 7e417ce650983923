package rtk.board.can;

import rtk.board.sim.Ns;

/// Where bits end: counts whole bits of both rates from an instant, so that nothing drifts, and rounds each end up to a nanosecond.
final class BitClock {
    private static final long PPM = 1_000_000;

    private final long bitrateHz;
    private final long dataBitrateHz;
    private final long bitNs; // 0 if a bit is no whole number of ns
    private long originNs;
    private long nominalBits;
    private long dataBits;
    private int deviationPpm;

    /// @param dataBitrateHz 0 if there is none
    BitClock(long bitrateHz, long dataBitrateHz) {
        this.bitrateHz = bitrateHz;
        this.dataBitrateHz = dataBitrateHz;
        bitNs = 1_000_000_000 % bitrateHz == 0 ? 1_000_000_000 / bitrateHz : 0;
    }

    /// Bits are counted from `nowNs`, by a clock that is faster than nominal by `ppm` (negative: slower).
    void restart(long nowNs, int ppm) {
        originNs = nowNs;
        nominalBits = 0;
        dataBits = 0;
        deviationPpm = ppm;
    }

    /// So many bits more have passed.
    void add(int nominal, int data) {
        nominalBits += nominal;
        dataBits += data;
    }

    /// The end of so many bits after those that have passed.
    long instant(int moreNominal, int moreData) {
        long nominal = nominalBits + moreNominal;
        long data = dataBits + moreData;
        if (deviationPpm == 0) return originNs + lengthNs(nominal, data);
        return originNs + deviating(nominal, bitrateHz) + (data == 0 ? 0 : deviating(data, dataBitrateHz));
    }

    /// How long so many bits take at the nominal rates, in ns.
    long lengthNs(long nominal, long data) {
        long nominalNs = bitNs != 0 ? nominal * bitNs : Ns.edge(nominal, bitrateHz);
        return data == 0 ? nominalNs : nominalNs + Ns.edge(data, dataBitrateHz);
    }

    /// As [Ns#edge] for a rate of `rateHz` and the deviation, which is no whole number of Hz: counted in millionths of Hz, and in two
    /// steps, since the product of rest and 10^9 would not fit.
    private long deviating(long bits, long rateHz) {
        long rateMicroHz = rateHz * (PPM + deviationPpm);
        long micro = Math.multiplyExact(bits, PPM);
        long seconds = micro / rateMicroHz;
        long rest = micro % rateMicroHz * 100_000;
        long tens = rest / rateMicroHz;
        long ones = (rest % rateMicroHz * 10_000 + rateMicroHz - 1) / rateMicroHz;
        return seconds * 1_000_000_000 + tens * 10_000 + ones;
    }
}
