package rtk.trace.record;

/// Why events are missing: the `reason` of [rtk.trace.EventKind#TRACE_SKIPPED].
final class Reason {
    static final long NOT_SELECTED = 1;
    static final long BEFORE_WINDOW = 2;
    static final long AFTER_WINDOW = 3;

    private Reason() {}
}
