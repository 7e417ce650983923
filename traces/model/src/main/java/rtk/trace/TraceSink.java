package rtk.trace;

/// Where events go: all that board and kernel see of the outside.
///
/// What is behind a sink never influences what happens in front of it. An implementation may keep, count, write or
/// drop; it must not throw for what the simulated world does.
///
/// Not thread-safe: one world, one thread.
public interface TraceSink {
    /// Forgets everything.
    TraceSink NONE = new TraceSink() {
        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {}

        @Override
        public void text(int id, String text) {}
    };

    /// Takes one event.
    ///
    /// @param timeNs simulated time, never less than that of the event before
    /// @param kind says what `a` … `e` mean; fields that the kind does not have are 0
    void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e);

    /// Defines text number `id`, before the first event that mentions it, and once.
    ///
    /// @param id from 1, without gaps
    void text(int id, String text);

    default void event(long timeNs, EventKind kind, long a) { event(timeNs, kind, a, 0, 0, 0, 0); }

    default void event(long timeNs, EventKind kind, long a, long b) { event(timeNs, kind, a, b, 0, 0, 0); }

    default void event(long timeNs, EventKind kind, long a, long b, long c) { event(timeNs, kind, a, b, c, 0, 0); }

    default void event(long timeNs, EventKind kind, long a, long b, long c, long d) { event(timeNs, kind, a, b, c, d, 0); }

    /// Both `this` and `next`, in this order.
    default TraceSink and(TraceSink next) {
        TraceSink first = this;
        return new TraceSink() {
            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                first.event(timeNs, kind, a, b, c, d, e);
                next.event(timeNs, kind, a, b, c, d, e);
            }

            @Override
            public void text(int id, String text) {
                first.text(id, text);
                next.text(id, text);
            }
        };
    }
}
