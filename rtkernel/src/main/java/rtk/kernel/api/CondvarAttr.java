package rtk.kernel.api;

/// How a condvar is to be made: `pthread_condattr_t`.
///
/// @param clock whose instants [CondvarCalls#condvarTimedwait] takes (`pthread_condattr_setclock`)
/// @param shared it lies in shared memory: other processes find it by its name, and it outlives its maker
public record CondvarAttr(ClockId clock, boolean shared) {
    /// As POSIX has it: the time of day, for the threads of one process.
    public static final CondvarAttr DEFAULT = new CondvarAttr(ClockId.REALTIME, false);

    public CondvarAttr clock(ClockId newClock) { return new CondvarAttr(newClock, shared); }

    /// PTHREAD_PROCESS_SHARED.
    public CondvarAttr asShared() { return new CondvarAttr(clock, true); }
}
