package rtk.kernel.api;

/// What a program writes into the trace. Part of [KernelCalls], which says what holds for all.
public interface TraceCalls {
    /// Of [#traceControl].
    String ALL_KINDS = "all";

    /// TraceEvent: a named value for whoever looks.
    void trace(String name, long value);

    /// TraceEvent with `_NTO_TRACE_START`, `_STOP` and class filters: what the recorder of this run is to keep. A wish to whoever records;
    /// nothing else depends on it, and what was not kept is counted.
    ///
    /// @param isOn whether it records at all
    /// @param kinds labels or families of events, such as `msg thread`, or [#ALL_KINDS]
    void traceControl(boolean isOn, String kinds);
}
