package rtk.kernel.api;

/// What costs time in a kernel, by name. Sections with interrupts off are marked: an interrupt that comes in them waits.
public enum CostItem {
    /// From the trap to the call's own code, and back to the thread. Interrupts off.
    CALL_ENTRY("call-entry"),
    CALL_EXIT("call-exit"),
    /// The call's own code, besides what is listed below. Interrupts off.
    CALL_SERVICE("call-service"),
    MSG_SEND("msg-send"),
    MSG_RECEIVE("msg-receive"),
    MSG_REPLY("msg-reply"),
    PULSE("pulse"),
    SYNC("sync"),
    /// Per 1024 bytes copied between address spaces. Interrupts on.
    COPY_PER_KIB("copy-per-kib"),
    /// From one thread to another of the same process; of another process. Interrupts off.
    THREAD_SWITCH("thread-switch"),
    PROCESS_SWITCH("process-switch"),
    /// From taking the interrupt to the first instruction of the handler; from its last one to what comes next. Interrupts off.
    INTERRUPT_ENTRY("interrupt-entry"),
    INTERRUPT_EXIT("interrupt-exit"),
    /// Masking a line and queueing its event (InterruptAttachEvent). Interrupts off.
    INTERRUPT_EVENT("interrupt-event"),
    /// Expiring one timer. Interrupts off.
    TIMER_EXPIRY("timer-expiry"),
    /// One access to a device register from a program. Interrupts on.
    REGISTER_ACCESS("register-access"),
    /// Locking a mutex that nobody owns, unlocking one that nobody waits for: an atomic instruction of the program, and no kernel call at
    /// all, for mutexes that have no ceiling and are not robust. A profile that does not say it has them do a kernel call of `sync`. Interrupts on.
    SYNC_UNCONTENDED("sync-uncontended"),
    /// What a thread's next work takes longer after it has moved to another core, until the caches are filled. Interrupts on,
    /// preemptible.
    COLD_CACHE("cold-cache"),
    /// Putting a signal handler onto its thread's stack, and taking it off again. Interrupts off.
    SIGNAL_DELIVERY("signal-delivery"),
    /// Finding out that a thread touched what it must not, before it gets the signal for it. The thread is in WAITPAGE.
    PAGE_FAULT("page-fault"),
    /// Freeing what a dead process had. Interrupts on, preemptible, at the priority that rule Z7 says.
    PROCESS_CLEANUP("process-cleanup");

    private final String label;

    CostItem(String label) { this.label = label; }

    public String label() { return label; }
}
