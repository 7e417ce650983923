package rtk.kernel;

/// What the versions see differently about time.
sealed interface ClockRules {
    /// No tick of that length: too short.
    long UNSAFE = -1;

    static ClockRules of(KernelVersion version) {
        return switch (version) {
            case SDP_7 -> new Ticking();
            case SDP_8 -> new Counting();
        };
    }

    /// What CLOCK_MONOTONIC shows.
    long monotonicNs(Clock clock);

    /// ClockPeriod asks for a tick of `wantedNs` where it is `tickNs`.
    ///
    /// @return the tick to be, or [#UNSAFE]
    long newTickNs(long wantedNs, long tickNs);

    /// SDP 7.x: each tick moves the time on, and the period can be changed. Sources: LR ClockPeriod, clock_gettime.
    record Ticking() implements ClockRules {
        private static final long TICK_MIN_NS = 10_000;

        @Override
        public long monotonicNs(Clock clock) { return clock.hasTick() ? clock.lastTickNs() : clock.counterNs(); }

        @Override
        public long newTickNs(long wantedNs, long tickNs) { return wantedNs < TICK_MIN_NS ? UNSAFE : wantedNs; }
    }

    /// SDP 8.0: time is a free-running counter, and the tick is fixed when the system starts. Source: 8.0 LR ClockPeriod.
    record Counting() implements ClockRules {
        @Override
        public long monotonicNs(Clock clock) { return clock.counterNs(); }

        @Override
        public long newTickNs(long wantedNs, long tickNs) { return tickNs; }
    }
}
