package rtk.resmgr.ham;

import java.util.ArrayList;
import java.util.List;

/// How an entity keeps to the heartbeats that it committed to.
///
/// The manager looks once per interval whether there was a beat since it looked last, so that two beats in an interval count once, and a
/// beat counts at the end of its interval (H4). Missed intervals count in a row. At [#low] of them HBEATMISSEDLOW is true,
/// at [#high] HBEATMISSEDHIGH; each once, until the entity is said to be healthy. After HIGH nobody looks any more until then. (That
/// the numbers are reached, not exceeded, and that a beat after LOW does not make the entity healthy, is our choice.)
final class Heartbeat {
    static final int NO_SLOT = -1;
    static final long NEVER = Long.MAX_VALUE;

    /// Where its beats are counted, in [HamMemory].
    int slot = NO_SLOT;
    long intervalNs;
    int low;
    int high;
    int missed;
    boolean lowTold;
    boolean highTold;
    /// The count at the last look.
    long seen;
    long nextLookNs = NEVER;

    /// The count is looked at from now on.
    void begin(long count, long nowNs) {
        missed = 0;
        lowTold = false;
        highTold = false;
        seen = count;
        nextLookNs = intervalNs == 0 ? NEVER : nowNs + intervalNs;
    }

    void stop() { nextLookNs = NEVER; }

    /// One look.
    ///
    /// @return what is true now and was not before
    List<ConditionType> look(long count) {
        var happened = new ArrayList<ConditionType>();
        missed = count == seen ? missed + 1 : 0;
        seen = count;
        nextLookNs += intervalNs;
        if (missed >= low && !lowTold) {
            lowTold = true;
            happened.add(ConditionType.HBEATMISSEDLOW);
        }
        if (missed >= high && !highTold) {
            highTold = true;
            stop();
            happened.add(ConditionType.HBEATMISSEDHIGH);
        }
        return happened;
    }
}
