package rtk.kernel.api;

/// What a program writes into the trace. Part of [KernelCalls], which says what holds for all.
public interface TraceCalls {
    /// TraceEvent: a named value for whoever looks.
    void trace(String name, long value);
}
