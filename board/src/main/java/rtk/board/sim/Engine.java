package rtk.board.sim;

/// Owns and moves time: takes the next event, sets the clock to it, runs it.
///
/// A stop is asked for with [#stop] and takes effect before the next event.
public final class Engine implements SimClock {
    /// More events than this at one nanosecond mean that time is stuck.
    public static final int EVENTS_PER_INSTANT_MAX = 1_000_000;

    /// Outside [#runUntil] nobody may step over time: there would be no end to it.
    private static final long NOT_RUNNING = -1;

    private final EventQueue queue = new EventQueue();
    private long nowNs;
    private long endNs = NOT_RUNNING;
    private int eventsThisInstant;
    private long eventCount;
    private boolean stopped;

    @Override
    public long nowNs() { return nowNs; }

    /// How many events have happened.
    public long eventCount() { return eventCount; }

    /// How many events are set.
    public int pendingCount() { return queue.size(); }

    /// When the next event is due, or [Ns#NEVER].
    public long nextTimeNs() { return queue.firstTimeNs(); }

    /// Sets `event` for `timeNs`; if it was set, it moves and counts as set now. O(log n).
    ///
    /// @throws IllegalArgumentException if `timeNs` is past
    public void at(SimEvent event, long timeNs) {
        if (timeNs < nowNs)
            throw new IllegalArgumentException("it is " + nowNs + " ns, too late for " + timeNs + " ns: " + event);
        if (event.isSet()) queue.move(event, timeNs);
        else queue.add(event, timeNs);
    }

    /// Sets `event` for `delayNs` from now.
    public void after(SimEvent event, long delayNs) { at(event, Ns.after(nowNs, delayNs)); }

    /// Takes `event` back; nothing happens if it is not set. O(log n).
    public void cancel(SimEvent event) {
        if (event.isSet()) queue.remove(event);
    }

    /// Steps over a stretch of time from inside a running event, if nothing is due up to and including `timeNs` and the
    /// run does not end before it: the same as an event at `timeNs` of our own, without the queue.
    ///
    /// @return whether the clock now shows `timeNs`; if not, nothing has changed
    public boolean advanceTo(long timeNs) {
        if (timeNs >= queue.firstTimeNs() || timeNs > endNs || stopped) return timeNs == nowNs;
        assert timeNs >= nowNs : timeNs + " < " + nowNs;
        if (timeNs != nowNs) {
            nowNs = timeNs;
            eventsThisInstant = 0;
        }
        return true;
    }

    /// Runs everything due up to and including `timeNs`, then sets the clock to `timeNs`.
    ///
    /// @return false if [#stop] was called; the clock then shows the last event
    /// @throws StuckClockException if more than [#EVENTS_PER_INSTANT_MAX] events happen at one instant
    public boolean runUntil(long timeNs) {
        endNs = timeNs;
        stopped = false;
        while (!stopped && queue.firstTimeNs() <= timeNs) step();
        if (!stopped) nowNs = timeNs;
        endNs = NOT_RUNNING;
        return !stopped;
    }

    /// Runs the next event.
    ///
    /// @return false if there was none
    public boolean step() {
        if (queue.size() == 0) return false;
        long timeNs = queue.firstTimeNs();
        if (timeNs != nowNs) {
            nowNs = timeNs;
            eventsThisInstant = 0;
        }
        SimEvent event = queue.removeFirst();
        if (++eventsThisInstant > EVENTS_PER_INSTANT_MAX) throw new StuckClockException(nowNs, event);
        eventCount++;
        event.happen();
        return true;
    }

    /// Ends [#runUntil] before its next event.
    public void stop() { stopped = true; }
}
