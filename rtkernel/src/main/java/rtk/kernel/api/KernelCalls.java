package rtk.kernel.api;

/// The kernel calls, one method each: the only door between a program and the kernel. One object per process; the calling
/// thread is the one that runs.
///
/// Every method may throw [ErrnoException]. Durations and instants are simulated nanoseconds. "Blocks: X" names the states
/// that a call may wait in. Sources: QNX Neutrino C Library Reference, by the call's name.
public interface KernelCalls
        extends
            ThreadCalls,
            SmpCalls,
            PartitionCalls,
            ProcessCalls,
            SignalCalls,
            MemoryCalls,
            ChannelCalls,
            MessageCalls,
            SyncCalls,
            ClockCalls,
            InterruptCalls,
            TraceCalls {}
