package rtk.trace.analysis;

/// Measures the frames of one message.
final class MessageMeter {
    private static final long ID_AND_EXTENDED = 0x9FFF_FFFFL;

    private final MessageSpec spec;
    private final LongMap queuedOfFrame = new LongMap();
    private final Samples responses;
    private long bus = -1;
    private long releases;
    private long misses;

    MessageMeter(MessageSpec spec, SampleListener listener) {
        this.spec = spec;
        responses = new Samples(new Series(Series.Kind.MESSAGE, spec.name()), listener);
    }

    String name() { return spec.name(); }

    void device(long number, String deviceName, String role) {
        if (deviceName.equals(spec.bus()) && (bus < 0 || role.endsWith("-bus"))) bus = number;
    }

    void queued(long onBus, long frame, long id, long timeNs) {
        if (onBus != bus || (id & ID_AND_EXTENDED) != (spec.id() & ID_AND_EXTENDED)) return;
        releases++;
        queuedOfFrame.put(frame, timeNs);
    }

    void sent(long frame, long timeNs) {
        long queuedNs = queuedOfFrame.remove(frame);
        if (queuedNs == LongMap.ABSENT) return;
        responses.record(timeNs - queuedNs, timeNs);
        if (spec.deadlineNs() > 0 && timeNs - queuedNs > spec.deadlineNs()) misses++;
    }

    void dropped(long frame) { if (queuedOfFrame.remove(frame) != LongMap.ABSENT) misses++; }

    Samples responses() { return responses; }

    long releases() { return releases; }

    /// @param nowNs frames still waiting now for longer than the deadline have missed it
    long misses(long nowNs) { return misses + (spec.deadlineNs() > 0 ? queuedOfFrame.countBelow(nowNs - spec.deadlineNs()) : 0); }

    /// When the frame that waits longest was queued, or -1.
    long oldestOpenNs() { return queuedOfFrame.smallestValue(); }

    MessageResult result(long nowNs) {
        return new MessageResult(spec.name(), releases, responses.count(), misses(nowNs), responses.minNs(), responses.maxNs());
    }
}
