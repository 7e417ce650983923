package rtk.board.hw;

import java.math.BigInteger;
import rtk.board.sim.Ns;

/// What a part counts by: edges at a rate that is nearly its nominal one, in phase for ever.
///
/// Edge `k` is computed from `k`, so that no rounding adds up. A change of drift takes effect at the edge before it: phase is kept.
///
/// Not modelled: jitter, warming up, ageing.
public final class Oscillator {
    /// Parts per billion that a drift may be: a tenth.
    public static final long DRIFT_PPB_MAX = 100_000_000;
    private static final long BILLION = 1_000_000_000;
    private static final BigInteger BILLION_SQUARED = BigInteger.valueOf(BILLION * BILLION);

    private final long rateHz;
    private long driftPpb;
    // The edge from which this drift holds, and its instant.
    private long baseEdge;
    private long baseNs;

    /// @param rateHz nominal, 1 to 1,000,000,000
    /// @param driftPpb positive: fast; parts per billion, up to [#DRIFT_PPB_MAX] either way
    public Oscillator(long rateHz, long driftPpb) {
        if (rateHz < 1 || rateHz > BILLION)
            throw new IllegalArgumentException("a rate of " + rateHz + " Hz, not 1 to 1000000000");
        this.rateHz = rateHz;
        this.driftPpb = checked(driftPpb);
    }

    private static long checked(long ppb) {
        if (ppb < -DRIFT_PPB_MAX || ppb > DRIFT_PPB_MAX) throw new IllegalArgumentException("a drift of " + ppb + " ppb");
        return ppb;
    }

    public long rateHz() { return rateHz; }

    public long driftPpb() { return driftPpb; }

    /// From the last edge up to `nowNs` on.
    public void setDrift(long newDriftPpb, long nowNs) {
        long edge = edgesUntil(nowNs);
        long edgeNs = edgeNs(edge);
        baseEdge = edge;
        baseNs = edgeNs;
        driftPpb = checked(newDriftPpb);
    }

    /// When edge `edge` falls, rounded up to a whole nanosecond. Edge 0 fell at 0.
    public long edgeNs(long edge) {
        long count = edge - baseEdge;
        if (driftPpb == 0) return Math.addExact(baseNs, Ns.edge(count, rateHz));
        BigInteger[] quotient = BigInteger.valueOf(count).multiply(BILLION_SQUARED).divideAndRemainder(trueRate());
        return Math.addExact(baseNs, quotient[0].longValueExact() + (quotient[1].signum() > 0 ? 1 : 0));
    }

    /// How many edges have fallen after instant 0, up to and including `atNs`; `atNs` not before the last change of drift.
    public long edgesUntil(long atNs) {
        long ns = atNs - baseNs;
        if (driftPpb == 0) return baseEdge + ns / BILLION * rateHz + ns % BILLION * rateHz / BILLION;
        return baseEdge + BigInteger.valueOf(ns).multiply(trueRate()).divide(BILLION_SQUARED).longValueExact();
    }

    /// In billionths of a hertz.
    private BigInteger trueRate() { return BigInteger.valueOf(rateHz).multiply(BigInteger.valueOf(BILLION + driftPpb)); }
}
