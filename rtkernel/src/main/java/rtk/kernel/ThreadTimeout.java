package rtk.kernel;

import rtk.kernel.api.ClockId;
import rtk.kernel.api.SigEvent;
import rtk.trace.ThreadState;

/// The timeout of a thread's next blocking call (TimerTimeout): *asked for*, then *running* while the thread is in one of the
/// states it was asked for, gone when the call returns.
///
/// ```
/// TimerTimeout ──► asked for ──(enters a listed state)──► running ──(due)──► ETIMEDOUT, or its event
///                      ▲                                     │
///                      └──────(enters another state)─────────┘
/// ```
///
/// A relative one starts when the first listed state is entered, so that preemption between the two calls does not use it up; it
/// goes on running from one listed state into the next (SEND to REPLY, CONDVAR to MUTEX). That start is our choice: the
/// Getting Started guide says so, the library reference of 6.5 counts from TimerTimeout.
final class ThreadTimeout extends Timeout {
    static final SigEvent UNBLOCK = new SigEvent.Unblock();

    private final Tcb thread;
    private ClockId clock = ClockId.MONOTONIC;
    private boolean absolute;
    private long ns;
    private SigEvent event;
    /// For one timeout. Written by ClockDoor.
    long nextToleranceNs;

    ThreadTimeout(Tcb thread) { this.thread = thread; }

    /// Asks for it; the bits of the states are in [Tcb#timeoutStates].
    void ask(ClockId newClock, SigEvent newEvent, long newNs, boolean isAbsolute) {
        clock = newClock;
        ns = newNs;
        absolute = isAbsolute;
        event = newEvent;
        toleranceNs = nextToleranceNs;
        nextToleranceNs = 0;
    }

    /// Asks for it until the instant `untilNs` of `clock`, in `state` alone.
    void askUntil(ThreadState state, ClockId newClock, long untilNs) {
        thread.timeoutStates = 1 << state.ordinal();
        ask(newClock, UNBLOCK, untilNs, true);
    }

    /// Asks for `delayNs`, in `state` alone.
    void askFor(ThreadState state, long delayNs) {
        thread.timeoutStates = 1 << state.ordinal();
        ask(ClockId.MONOTONIC, UNBLOCK, delayNs, false);
    }

    /// Would the thread time out at once in `state`?
    boolean isImmediate(ThreadState state) {
        return ns == 0 && !absolute && event instanceof SigEvent.Unblock && covers(state);
    }

    /// Before a signal handler, which may ask for timeouts of its own, interrupts a wait in `state`.
    ///
    /// @return asks again for what is left of this one
    Runnable remember(ThreadState state) {
        int states = thread.timeoutStates;
        ClockId askedClock = clock;
        SigEvent askedEvent = event;
        long askedToleranceNs = toleranceNs;
        boolean runs = covers(state) && !absolute;
        boolean askedAbsolute = absolute || runs;
        long askedNs = runs ? dueNs : ns;
        return () -> {
            thread.timeoutStates = states;
            ask(runs ? ClockId.MONOTONIC : askedClock, askedEvent, askedNs, askedAbsolute);
            toleranceNs = askedToleranceNs;
        };
    }

    private boolean covers(ThreadState state) { return (thread.timeoutStates >> state.ordinal() & 1) != 0; }

    /// The thread enters `state` to wait, while a timeout is asked for.
    void stateEntered(ThreadState state, Clock timers) {
        if (!covers(state)) timers.cancel(this);
        else if (!isSet()) timers.set(this, clock, ns, absolute);
    }

    @Override
    void expire(Kernel kernel, long lateDueNs) {
        thread.timeoutStates = 0;
        if (event instanceof SigEvent.Unblock) kernel.timeOut(thread);
        else kernel.deliver(thread.process, thread, event, EventDelivery.NO_IRQ);
    }
}
