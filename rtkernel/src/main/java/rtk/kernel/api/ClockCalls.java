package rtk.kernel.api;

import rtk.trace.ThreadState;

/// Clocks, sleeping, timers and timeouts. Part of [KernelCalls], which says what holds for all.
///
/// With a tick, what is due fires at a tick ([rtk.kernel.KernelConfig#tickTimers]); without, at its nanosecond. Nothing fires
/// early. A relative time counts from the call and is not moved by setting a clock, save where said.
public interface ClockCalls {
    // Clocks.

    /// clock_gettime: what `clock` shows, in ns. In 7.x with a tick, as of the last tick. Cost: call-service.
    ///
    /// Free of cost and exact is [ThreadCalls#nowNs], QNX's ClockCycles.
    long clockGettime(ClockId clock);

    /// clock_settime. Those who wait for a date of REALTIME wait for the same date by the new time; those whose date is past now
    /// are due at once.
    ///
    /// @param ns since 1970, at least 0
    /// @throws ErrnoException EINVAL `clock` is not REALTIME; EPERM without the ability CLOCKSET. Source: POSIX, clock_settime
    void clockSettime(ClockId clock, long ns);

    /// ClockAdjust: REALTIME gains or loses a little at each of the next ticks; replaces an adjustment in progress.
    ///
    /// @param wanted [ClockAdjustment#NONE] ends it
    /// @return what was left of the one before
    /// @throws ErrnoException EINVAL a negative number of ticks; EPERM without the ability CLOCKSET
    ClockAdjustment clockAdjust(ClockAdjustment wanted);

    /// ClockPeriod: the length of a tick.
    ///
    /// @param newNs to be set, at least 10 us; rounded down to what the board's timer can do; 0 only asks. In 8.0 the tick is
    ///     fixed when the system starts and this is not used
    /// @return ns of a tick before the call
    /// @throws ErrnoException EINVAL less than 10 us; EPERM without the ability CLOCKPERIOD, to set it. Source: [D 62,63] LR ClockPeriod
    long clockPeriod(long newNs);

    // Sleeping.

    /// ClockNanosleep by MONOTONIC. Blocks: NANOSLEEP.
    ///
    /// @throws ErrnoException EINTR a signal; ETIMEDOUT by TimerTimeout
    void sleep(long ns);

    /// ClockNanosleep by MONOTONIC, TIMER_ABSTIME. Returns at once if `untilNs` is past. Blocks: NANOSLEEP.
    ///
    /// @throws ErrnoException EINTR, ETIMEDOUT
    void sleepUntil(long untilNs);

    /// nanosleep, by REALTIME: the date of waking is fixed when it begins, so that setting the clock meanwhile moves it. To be
    /// safe from that use MONOTONIC. Blocks: NANOSLEEP. Source: QNX knowledge base, "nanosleep and ClockTime".
    ///
    /// @return 0, or ns left when a signal ended it (in C: -1 with EINTR, and the rest in `rmtp`)
    default long nanosleep(long ns) { return clockNanosleep(ClockId.REALTIME, ns, false); }

    /// ClockNanosleep. By REALTIME or SOFTTIME and relative it is [#nanosleep]. Blocks: NANOSLEEP.
    ///
    /// @param ns to sleep, or the date of `clock` if `absolute`; at least 0
    /// @return 0, or ns left when a signal ended it; always 0 if `absolute`
    /// @throws ErrnoException EINVAL; EINTR a signal ended it and it was `absolute`; ETIMEDOUT by TimerTimeout
    long clockNanosleep(ClockId clock, long ns, boolean absolute);

    // Timers.

    /// TimerCreate on MONOTONIC: disarmed; on expiry `event` is delivered to this process.
    default int timerCreate(SigEvent event) { return timerCreate(ClockId.MONOTONIC, event); }

    /// TimerCreate.
    ///
    /// @return timer, for this process
    /// @throws ErrnoException EINVAL no event that may be armed, such as a pulse of priority 0
    int timerCreate(ClockId clock, SigEvent event);

    /// TimerSettime: arms the timer anew, or disarms it; what was set before is forgotten.
    ///
    /// Dates that have passed before an expiry could be acted upon are not made up for but counted ([#timerOverrun]).
    ///
    /// @param valueNs relative, or the date of the timer's clock if `absolute`, at once if that is past; 0 disarms
    /// @param intervalNs from each date to the next, however late it fired; 0 for once
    /// @throws ErrnoException EINVAL no such timer, a negative time
    void timerSettime(int timer, long valueNs, long intervalNs, boolean absolute);

    /// TimerSettime with TIMER_TOLERANCE: how late the timer may fire from its next arming on.
    ///
    /// @param toleranceNs below the tick: it fires when due, not at a tick; from the tick up: it may be delayed by as much where that
    ///     saves an interrupt; [Long#MAX_VALUE] without limit; 0: as the process has it ([#timerTolerance(long)])
    /// @throws ErrnoException EINVAL no such timer, a negative time
    void timerTolerance(int timer, long toleranceNs);

    /// procmgr_timer_tolerance: the tolerance of this process's timers that have none of their own.
    ///
    /// @param toleranceNs 0 (as at start): one tick in tick mode, none in high resolution
    void timerTolerance(long toleranceNs);

    /// TimerInfo.
    ///
    /// @throws ErrnoException EINVAL no such timer
    TimerInfo timerInfo(int timer);

    /// timer_getoverrun: how many expiries the signal delivered last stands for, besides its own.
    ///
    /// @throws ErrnoException EINVAL no such timer
    int timerOverrun(int timer);

    /// TimerDestroy.
    ///
    /// @throws ErrnoException EINVAL no such timer
    void timerDestroy(int timer);

    // Timeouts.

    /// TimerTimeout on all states: the next blocking call of this thread fails with ETIMEDOUT after `ns` in a blocking state;
    /// 0 polls.
    void timerTimeout(long ns);

    /// TimerTimeout: for the next kernel call of this thread, once it waits in one of `states`. Gone when any kernel call returns, but for
    /// one that was refused for its arguments alone.
    ///
    /// A thread that waits in REPLY for a server with [ChannelFlag#UNBLOCK] stays: the server is asked.
    ///
    /// @param event [SigEvent.Unblock] ends the call with ETIMEDOUT; another one is delivered, and the thread waits on
    /// @param ns from entering the first listed state, 0 at once; or the date of `clock` if `absolute`
    /// @param states JOIN, INTR, MUTEX, CONDVAR, SEM, SEND, REPLY, RECEIVE, NANOSLEEP, SIGSUSPEND, SIGWAITINFO
    /// @throws ErrnoException EINVAL a negative time, another state, an event that may not be armed
    void timerTimeout(ClockId clock, SigEvent event, long ns, boolean absolute, ThreadState... states);

    /// TimerTimeout with TIMER_TOLERANCE: how late the next timeout of this thread may come, as in [#timerTolerance(int, long)].
    void timerTimeoutTolerance(long toleranceNs);
}
