package rtk.kernel.api;

/// Sleeping, timers and timeouts. Part of [KernelCalls], which says what holds for all.
public interface ClockCalls {
    /// ClockNanosleep, relative. Blocks: NANOSLEEP.
    void sleep(long ns);

    /// ClockNanosleep, TIMER_ABSTIME. Returns at once if `untilNs` is past. Blocks: NANOSLEEP.
    void sleepUntil(long untilNs);

    /// TimerCreate: disarmed; on expiry `event` is delivered to this process.
    int timerCreate(SigEvent event);

    /// TimerSettime.
    ///
    /// @param valueNs relative, or the instant if `absolute`; 0 disarms
    /// @param intervalNs 0 for once
    void timerSettime(int timer, long valueNs, long intervalNs, boolean absolute);

    void timerDestroy(int timer);

    /// TimerTimeout: the next blocking call of this thread fails with ETIMEDOUT after `ns` in a blocking state; 0 polls.
    void timerTimeout(long ns);
}
