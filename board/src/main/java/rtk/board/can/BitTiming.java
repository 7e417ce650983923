package rtk.board.can;

/// How a node cuts a bit into time quanta of its clock, and where it samples (ISO 11898-1:2015, 11.3).
///
/// ```
///   │ sync │ propagation segment │ phase segment 1 │ phase segment 2 │
///   │  1   │                     │                 ▲ sample point    │   bit = prescaler × quanta / clock
/// ```
///
/// @param clockHz of the controller
/// @param prescaler clock periods in a time quantum, from 1
/// @param propagation quanta of the propagation segment; 0 where phase segment 1 takes all
/// @param phase1 quanta of phase segment 1
/// @param phase2 quanta of phase segment 2
/// @param jumpWidth quanta by which a resynchronisation moves the sample point at most
public record BitTiming(int clockHz, int prescaler, int propagation, int phase1, int phase2, int jumpWidth) {
    /// A real rate may be off the one asked for by so much.
    private static final int RATE_ERROR_MAX_PERMILLE = 50;
    /// A sample point may be off the one asked for by so much.
    private static final int SAMPLE_POINT_MARGIN_PERMILLE = 50;
    private static final int PERMILLE = 1_000;

    /// What a controller's registers hold: quanta of propagation segment and phase segment 1 together, of phase segment 2, jump width,
    /// prescaler.
    public record Limits(int segment1Min, int segment1Max, int segment2Min, int segment2Max, int jumpWidthMax, int prescalerMax) {
        /// Of the controller in this package, nominal rate.
        public static final Limits NOMINAL = new Limits(2, 256, 2, 128, 128, 512);
        /// Of the controller in this package, data rate.
        public static final Limits DATA = new Limits(1, 32, 1, 16, 16, 32);
    }

    /// What to do where a controller leaves a choice.
    public enum Preference {
        /// The most quanta; a jump width as large as phase segment 1, but no more than half of phase segment 2: the usual today.
        WIDE_JUMP,
        /// A jump width of 1; the most quanta if rate and sample point can be met, else the fewest: the usual until 2022.
        JUMP_OF_ONE
    }

    public BitTiming {
        boolean right = clockHz > 0 && prescaler > 0 && propagation >= 0 && phase1 > 0 && phase2 > 0 && jumpWidth > 0;
        if (!right) throw new IllegalArgumentException("clock, prescaler, phase segments and jump width are more than 0");
    }

    /// Where nodes usually sample, in thousandths of a bit: later at lower rates, where the propagation delay is the smaller part.
    public static int usualSamplePoint(int bitrateHz) { return bitrateHz > 800_000 ? 750 : bitrateHz > 500_000 ? 800 : 875; }

    /// The best timing for a rate: of those with the rate nearest, the one with the sample point nearest to the one asked for, not later
    /// if that can be; then as `preference` says. O(quanta²).
    ///
    /// @param samplePointPermille in thousandths of a bit
    /// @return null if no rate is within 5 % of the one asked for
    public static BitTiming of(int clockHz, int bitrateHz, int samplePointPermille, Limits limits, Preference preference) {
        BitTiming best = null;
        for (int quanta = 1 + limits.segment1Min + limits.segment2Min; quanta <= 1 + limits.segment1Max
                + limits.segment2Max; quanta++) {
            int divided = (int) (clockHz / ((long) quanta * bitrateHz));
            for (int prescaler = Math.max(1, divided); prescaler <= Math.min(divided + 1, limits.prescalerMax); prescaler++) {
                for (int segment2 = limits.segment2Min; segment2 <= Math.min(limits.segment2Max,
                        quanta - 1 - limits.segment1Min); segment2++) {
                    int segment1 = quanta - 1 - segment2;
                    if (segment1 > limits.segment1Max) continue;
                    var next = cut(clockHz, prescaler, segment1, segment2, limits, preference);
                    if (best == null || next.isBetter(best, bitrateHz, samplePointPermille, preference)) best = next;
                }
            }
        }
        if (best == null || best.rateError(bitrateHz) > (long) bitrateHz * RATE_ERROR_MAX_PERMILLE / PERMILLE) return null;
        return best;
    }

    private static BitTiming cut(int clockHz, int prescaler, int segment1, int segment2, Limits limits, Preference preference) {
        int propagation = segment1 / 2;
        int phase1 = segment1 - propagation;
        int wide = Math.max(1, Math.min(Math.min(phase1, segment2 / 2), limits.jumpWidthMax));
        return new BitTiming(clockHz, prescaler, propagation, phase1, segment2, preference == Preference.JUMP_OF_ONE ? 1 : wide);
    }

    private boolean isBetter(BitTiming other, int bitrateHz, int wanted, Preference preference) {
        if (rateError(bitrateHz) != other.rateError(bitrateHz)) return rateError(bitrateHz) < other.rateError(bitrateHz);
        int late = samplePointPermille() - wanted;
        int otherLate = other.samplePointPermille() - wanted;
        if (late > 0 != otherLate > 0) return late <= 0;
        if (late != otherLate) return Math.abs(late) < Math.abs(otherLate);
        boolean met = late == 0 && rateError(bitrateHz) == 0;
        boolean most = met || preference == Preference.WIDE_JUMP;
        return most ? quanta() > other.quanta() : quanta() < other.quanta();
    }

    private int rateError(int bitrateHz) { return Math.abs(bitrateHz() - bitrateHz); }

    /// Time quanta in a bit.
    public int quanta() { return 1 + propagation + phase1 + phase2; }

    /// Rounded down.
    public int bitrateHz() { return (int) (clockHz / ((long) prescaler * quanta())); }

    /// In thousandths of a bit, rounded down.
    public int samplePointPermille() { return PERMILLE * (quanta() - phase2) / quanta(); }

    /// Is the rate exactly the one asked for, and the sample point within 5 % of a bit?
    public boolean meets(int wantedBitrateHz, int wantedSamplePointPermille) {
        boolean exact = clockHz == (long) wantedBitrateHz * prescaler * quanta();
        return exact && Math.abs(samplePointPermille() - wantedSamplePointPermille) <= SAMPLE_POINT_MARGIN_PERMILLE;
    }

    /// How far the clocks of all nodes may be from nominal, each way, in parts per million, rounded down: the lesser of what
    /// the jump width makes good between two edges that are ten bits apart, and what the phase segments stand over the 13 bits from the
    /// last edge before an error flag to its sixth bit.
    ///
    /// ```
    ///   df ≤ jump width / (20 × bit)      df ≤ min(phase 1, phase 2) / (2 × (13 × bit − phase 2))
    /// ```
    public int tolerancePpm() {
        long between = 1_000_000L * jumpWidth / (20L * quanta());
        long flag = 1_000_000L * Math.min(phase1, phase2) / (2L * (13L * quanta() - phase2));
        return (int) Math.min(between, flag);
    }
}
