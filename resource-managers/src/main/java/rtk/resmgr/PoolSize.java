package rtk.resmgr;

/// How many threads serve a manager: the limits of QNX's `thread_pool_attr_t`.
///
/// @param loWater fewer threads than that waiting for a message: more are created
/// @param hiWater a thread that has served and finds as many waiting as that, leaves
/// @param increment how many are created at a time
/// @param maximum threads at a time, waiting or not; at most [#THREADS_MAX]
public record PoolSize(int loWater, int hiWater, int increment, int maximum) {
    public static final int THREADS_MAX = 256;
    /// One thread, for ever.
    public static final PoolSize ONE = new PoolSize(0, 1, 1, 1);

    public PoolSize {
        if (loWater < 0 || hiWater < Math.max(loWater, 1) || increment < 1 || maximum < 1 || maximum > THREADS_MAX) {
            throw new IllegalArgumentException("pool of " + loWater + " to " + hiWater + " waiting, by " + increment + " up to "
                    + maximum + " threads");
        }
    }
}
