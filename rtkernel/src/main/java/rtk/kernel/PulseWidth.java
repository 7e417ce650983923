package rtk.kernel;

/// How much of a pulse's value arrives (rule O6).
enum PulseWidth {
    /// SDP 7.x.
    BITS_32 {
        @Override
        long carried(long value) { return (int) value; }
    },
    /// SDP 8.0.
    BITS_64 {
        @Override
        long carried(long value) { return value; }
    };

    abstract long carried(long value);

    static PulseWidth of(KernelVersion version) { return version == KernelVersion.SDP_7 ? BITS_32 : BITS_64; }
}
