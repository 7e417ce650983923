package rtk.board.can;

/// A message that is sent again and again.
///
/// @param name unique on its bus; a stream of random numbers is named after it
/// @param frame identifier, format, length, and the data unless they are random
/// @param randomData new data for each instance
/// @param worstLength every instance is as long as the worst-case formula allows
/// @param timing when
public record PeriodicMessage(String name, CanFrame frame, boolean randomData, boolean worstLength, Timing timing) {
    /// When instances are queued: the k-th (from 0) at `offsetNs + k × periodNs`, later by up to `jitterNs`, uniform.
    ///
    /// @param periodNs at least 1
    /// @param offsetNs at least 0
    /// @param jitterNs at least 0
    public record Timing(long periodNs, long offsetNs, long jitterNs) {
        public Timing {
            if (periodNs < 1) throw new IllegalArgumentException("a period is at least 1 ns, not " + periodNs);
            if (offsetNs < 0) throw new IllegalArgumentException("an offset is at least 0, not " + offsetNs);
            if (jitterNs < 0) throw new IllegalArgumentException("jitter is at least 0, not " + jitterNs);
        }

        /// Every `periodNs` from now on, exactly.
        public static Timing every(long periodNs) { return new Timing(periodNs, 0, 0); }
    }
}
