package rtk.kernel.api;

/// What [ProcessCalls#procmgrEventNotify] tells of processes: some of QNX's `PROCMGR_EVENT_…`.
public enum ProcessEvent {
    /// A process is gone, whatever it died of (`PROCMGR_EVENT_PROCESS_DEATH`, 7.0).
    DEATH,
    /// A process is gone by a signal that leaves a core file; comes before its DEATH. In QNX it is the process manager that wakes the
    /// program `dumper`, which tells others; there is no core file here. Source: UR dumper.
    CORE,
    /// A process has begun: its first thread runs for the first time (`PROCMGR_EVENT_PROCESS_CREATE`).
    CREATE
}
