package rtk.trace;

/// The kernel calls, by QNX's names.
public enum KernelCall {
    MSG_SEND("MsgSend"),
    MSG_RECEIVE("MsgReceive"),
    MSG_REPLY("MsgReply"),
    MSG_ERROR("MsgError"),
    MSG_READ("MsgRead"),
    MSG_WRITE("MsgWrite"),
    MSG_INFO("MsgInfo"),
    MSG_SEND_PULSE("MsgSendPulse"),
    MSG_DELIVER_EVENT("MsgDeliverEvent"),
    CHANNEL_CREATE("ChannelCreate"),
    CHANNEL_DESTROY("ChannelDestroy"),
    CONNECT_ATTACH("ConnectAttach"),
    CONNECT_DETACH("ConnectDetach"),
    CONNECT_SERVER_INFO("ConnectServerInfo"),
    THREAD_CREATE("ThreadCreate"),
    THREAD_DESTROY("ThreadDestroy"),
    THREAD_JOIN("ThreadJoin"),
    THREAD_DETACH("ThreadDetach"),
    THREAD_CANCEL("ThreadCancel"),
    THREAD_CTL("ThreadCtl"),
    SCHED_YIELD("SchedYield"),
    SCHED_GET("SchedGet"),
    SCHED_SET("SchedSet"),
    SYNC_CREATE("SyncTypeCreate"),
    SYNC_DESTROY("SyncDestroy"),
    SYNC_MUTEX_LOCK("SyncMutexLock"),
    SYNC_MUTEX_UNLOCK("SyncMutexUnlock"),
    SYNC_CONDVAR_WAIT("SyncCondvarWait"),
    SYNC_CONDVAR_SIGNAL("SyncCondvarSignal"),
    SYNC_SEM_WAIT("SyncSemWait"),
    SYNC_SEM_POST("SyncSemPost"),
    CLOCK_TIME("ClockTime"),
    CLOCK_PERIOD("ClockPeriod"),
    TIMER_CREATE("TimerCreate"),
    TIMER_DESTROY("TimerDestroy"),
    TIMER_SETTIME("TimerSettime"),
    TIMER_INFO("TimerInfo"),
    TIMER_TIMEOUT("TimerTimeout"),
    NANOSLEEP("ClockNanosleep"),
    INTERRUPT_ATTACH("InterruptAttach"),
    INTERRUPT_ATTACH_EVENT("InterruptAttachEvent"),
    INTERRUPT_ATTACH_THREAD("InterruptAttachThread"),
    INTERRUPT_DETACH("InterruptDetach"),
    INTERRUPT_WAIT("InterruptWait"),
    INTERRUPT_MASK("InterruptMask"),
    INTERRUPT_UNMASK("InterruptUnmask"),
    PROCESS_SPAWN("Spawn"),
    PROCESS_WAIT("WaitPid"),
    PROCESS_EXIT("Exit"),
    SIGNAL_KILL("SignalKill"),
    SIGNAL_ACTION("SignalAction"),
    SIGNAL_PROCMASK("SignalProcmask"),
    SIGNAL_SUSPEND("SignalSuspend"),
    SIGNAL_WAITINFO("SignalWaitinfo"),
    MEMORY_MAP("Mmap"),
    MEMORY_UNMAP("Munmap"),
    TRACE_EVENT("TraceEvent"),
    SIGNAL_RETURN("SignalReturn"),
    MEMORY_PROTECT("Mprotect"),
    MEMORY_OPEN("ShmOpen"),
    MEMORY_CTL("ShmCtl"),
    MEMORY_UNLINK("ShmUnlink"),
    PROCMGR_ABILITY("ProcmgrAbility"),
    SCHED_INFO("SchedInfo"),
    CONNECT_CLIENT_INFO("ConnectClientInfo"),
    MSG_REGISTER_EVENT("MsgRegisterEvent"),
    MSG_UNREGISTER_EVENT("MsgUnregisterEvent"),
    SYNC_CTL("SyncCtl"),
    /// pthread_mutex_consistent; the kernel call behind it, where there is one, has no published name.
    SYNC_MUTEX_CONSISTENT("pthread_mutex_consistent"),
    /// Of 8.0, where rwlocks and barriers are kernel objects; the kernel calls themselves have no published names.
    RWLOCK_RDLOCK("pthread_rwlock_rdlock"),
    RWLOCK_WRLOCK("pthread_rwlock_wrlock"),
    RWLOCK_UNLOCK("pthread_rwlock_unlock"),
    BARRIER_WAIT("pthread_barrier_wait"),
    CLOCK_ADJUST("ClockAdjust"),
    SCHED_CTL("SchedCtl"),
    PROCMGR_EVENT_NOTIFY("ProcmgrEventNotify");

    private static final KernelCall[] CALLS = values();

    private final String label;

    KernelCall(String label) { this.label = label; }

    /// As in QNX's reference.
    public String label() { return label; }

    public static KernelCall ofNumber(long number) { return CALLS[(int) number]; }
}
