package rtk.trace;

/// What a thread does or waits for, in QNX's words (System Architecture, "Thread life cycle").
public enum ThreadState {
    /// Ended; waits to be joined or reclaimed.
    DEAD,
    RUNNING,
    /// Able to run while another has the core.
    READY,
    STOPPED,
    /// Has sent; nobody has received yet.
    SEND,
    /// Waits for a message or pulse.
    RECEIVE,
    /// Its message was received and not yet replied to.
    REPLY,
    WAITPAGE,
    SIGSUSPEND,
    SIGWAITINFO,
    NANOSLEEP,
    MUTEX,
    CONDVAR,
    JOIN,
    /// Waits in InterruptWait.
    INTR,
    SEM,
    RWLOCK_READ,
    RWLOCK_WRITE,
    BARRIER;

    private static final ThreadState[] STATES = values();

    public static ThreadState ofNumber(long number) { return STATES[(int) number]; }

    public static int count() { return STATES.length; }
}
