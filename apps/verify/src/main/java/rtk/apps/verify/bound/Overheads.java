package rtk.apps.verify.bound;

/// What a kernel takes for running periodic threads, each part under its own name. All in ns.
///
/// The analysis is that of Burns, Tindell, Wellings ("Effective analysis for engineering real-time fixed priority schedulers", IEEE TSE 21,
/// 1995) and Katcher, Arakawa, Strosnider (IEEE TSE 19, 1993) for event-driven kernels: each job pays for coming and for going,
/// the timer interrupt of each release disturbs everybody, and a section with interrupts off blocks everybody once.
///
/// @param switchNs from one thread to another, whichever way is longest
/// @param sleepNs of a thread that goes to sleep until its next release, up to the switch
/// @param wakeNs from the switch to the thread's own code
/// @param lockNs of locking or unlocking a mutex, with everything
/// @param interruptNs of an interrupt without what it does
/// @param expiryNs of one timer in the timer interrupt
/// @param maskedNs longest section of a thread's kernel calls in which interrupts wait
/// @param startNs of the system, before and while the first jobs are released, once
/// @param tickNs period of the clock if timers only expire at its ticks; 0 if they expire at their instants
public record Overheads(long switchNs, long sleepNs, long wakeNs, long lockNs, long interruptNs, long expiryNs, long maskedNs,
        long startNs, long tickNs) {
    /// A kernel that takes no time.
    public static final Overheads ZERO = new Overheads(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// What a job takes besides its own time: two switches, sleeping and waking, and of each section the lock and unlock; of each that it
    /// may wait for, two more switches.
    public long jobNs(int sections, int contended) {
        return 2 * switchNs + sleepNs + wakeNs + 2L * sections * lockNs + 2L * contended * switchNs;
    }

    /// What it takes to let another thread of the same priority go first.
    public long yieldNs() { return sleepNs + wakeNs + switchNs; }

    /// Of [#jobNs], what comes after the job's own work is done.
    public long afterJobNs() { return switchNs + sleepNs; }

    /// What a critical section takes besides its own time.
    ///
    /// @param inner sections in it
    public long sectionNs(int inner) { return 2L * (inner + 1) * lockNs; }

    /// The release of a job as an interrupt.
    public Load release(long periodNs, long jitterNs) {
        long ns = expiryNs + (tickNs == 0 ? interruptNs : 0);
        return new Load(Integer.MAX_VALUE, ns, periodNs, jitterNs, 0, 0);
    }
}
