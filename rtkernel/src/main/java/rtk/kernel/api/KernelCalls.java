package rtk.kernel.api;

import java.util.List;
import rtk.board.hw.DeviceInfo;

/// The kernel calls, one method each: the only door between a program and the kernel. One object per process; the calling
/// thread is the one that runs.
///
/// Every method may throw [ErrnoException]. Durations and instants are simulated nanoseconds. "Blocks: X" names the states
/// that a call may wait in. Sources: QNX Neutrino C Library Reference, by the call's name.
public interface KernelCalls {
    /// Connection that every process has to the process manager (pid 1, its first channel).
    int SYSMGR_COID = 0x4000_0000;
    /// Set in `index` of [#connectAttach]: a connection outside the space of file descriptors.
    int SIDE_CHANNEL = 0x4000_0000;

    // Time and own work.

    /// Spends `ns` of processor time; may be preempted and interrupted at any nanosecond.
    void compute(long ns);

    /// Spends at most `ns` of processor time, ending early at instant `untilNs`; if the thread does not run then, as soon as
    /// it runs again.
    ///
    /// @return processor time spent, in ns
    long compute(long ns, long untilNs);

    /// As [#compute(long, long)], for those who measure.
    ///
    /// @param whenSpent runs at the very instant at which all of `ns` has been spent, also if the thread is preempted in that
    ///     instant and this call returns later; not if `untilNs` came first. It only looks: no kernel calls from it
    long compute(long ns, long untilNs, Runnable whenSpent);

    /// Simulated time since start. Free of cost.
    long nowNs();

    /// ClockNanosleep, relative. Blocks: NANOSLEEP.
    void sleep(long ns);

    /// ClockNanosleep, TIMER_ABSTIME. Returns at once if `untilNs` is past. Blocks: NANOSLEEP.
    void sleepUntil(long untilNs);

    // Processes and threads.

    int getpid();

    int gettid();

    /// Name of the calling process.
    String processName();

    /// ThreadCreate. The thread runs `body` and ends when it returns.
    ///
    /// @return tid
    /// @throws ErrnoException EPERM priority above what the process may use; EINVAL
    int threadCreate(ThreadAttr attr, Runnable body);

    /// ThreadJoin. Blocks: JOIN.
    void threadJoin(int tid);

    /// Starts a process.
    ///
    /// @param attr of its first thread
    /// @return pid
    int spawn(String name, Program program, List<String> args, ThreadAttr attr);

    /// Waits for the child `pid`, or any child for -1. Blocks: SIGWAITINFO.
    ///
    /// @return exit status, or minus the signal that killed it
    int waitpid(int pid);

    /// Ends the calling process. Does not return.
    void exit(int status);

    /// Sends signal `signo` to process `pid`; 0 only asks whether it exists. SIGKILL 9 and SIGTERM 15 end it.
    void kill(int pid, int signo);

    /// SchedYield: to the tail of its priority.
    void schedYield();

    /// Effective priority of the calling thread.
    int priority();

    /// pthread_setschedparam of thread `tid` (0: the caller): sets real and effective priority, to the tail.
    void setSchedParam(int tid, int priority, SchedPolicy policy);

    /// pthread_setschedprio: raised to the tail, lowered to the head of the list, unchanged stays.
    void setSchedPrio(int tid, int priority);

    // Messages.

    /// ChannelCreate.
    ///
    /// @return chid, from 1
    int channelCreate(ChannelFlag... flags);

    void channelDestroy(int chid);

    /// ConnectAttach.
    ///
    /// @param pid 0 for the own process
    /// @param index lowest coid wanted; with [#SIDE_CHANNEL] outside the file descriptors
    /// @return coid
    /// @throws ErrnoException ESRCH no such process or channel; EPERM private channel
    int connectAttach(int pid, int chid, int index);

    void connectDetach(int coid);

    /// Another connection to the channel that `coid` leads to, as `dup` needs it.
    int connectDuplicate(int coid, int index);

    /// MsgSend. Blocks: SEND, REPLY.
    ///
    /// @param reply filled from its start as far as the server's reply and its length reach
    /// @return the status given to MsgReply
    /// @throws ErrnoException EBADF no such connection or its channel is gone; ESRCH the server died; EINTR; ETIMEDOUT;
    ///     what the server gave to MsgError
    int msgSend(int coid, byte[] message, byte[] reply);

    /// MsgSend of the first `length` bytes of `message`.
    int msgSend(int coid, byte[] message, int length, byte[] reply);

    /// MsgReceive. Blocks: RECEIVE.
    ///
    /// @param info filled for a message, untouched for a pulse; may be null
    /// @return rcvid of a message, or 0: `buffer` holds a pulse, see [Pulse#in]
    /// @throws ErrnoException ESRCH no such channel; EFAULT a pulse came and `buffer` is too small for it
    int msgReceive(int chid, byte[] buffer, MsgInfo info);

    /// MsgReply with the first `length` bytes of `reply`.
    ///
    /// @throws ErrnoException ESRCH the client is not REPLY-blocked on `rcvid` any more
    void msgReply(int rcvid, int status, byte[] reply, int length);

    /// MsgReply without data.
    void msgReply(int rcvid, int status);

    /// MsgError: the client's MsgSend fails with `errno`; EOK is success without data; ERESTART makes it send again.
    void msgError(int rcvid, Errno errno);

    /// MsgRead: more of the client's message, from its byte `offset`.
    ///
    /// @return bytes copied
    int msgRead(int rcvid, byte[] buffer, int offset);

    /// MsgWrite: into the client's reply buffer at `offset`.
    ///
    /// @return bytes copied
    int msgWrite(int rcvid, byte[] bytes, int length, int offset);

    /// MsgInfo: fresh information on a message not yet replied to.
    void msgInfo(int rcvid, MsgInfo info);

    /// MsgSendPulse. Never blocks.
    ///
    /// @param priority 1 to 255 or [SigEvent#CALLER]
    void msgSendPulse(int coid, int priority, int code, int value);

    /// MsgDeliverEvent: to the client of `rcvid`, as it asked. Never blocks.
    void msgDeliverEvent(int rcvid, SigEvent event);

    // Synchronisation. Handles are numbers that threads of the process share.

    /// SyncTypeCreate of a mutex.
    ///
    /// @param ceiling for [MutexProtocol#PROTECT], else ignored
    int mutexCreate(String name, MutexProtocol protocol, int ceiling);

    /// Blocks: MUTEX.
    ///
    /// @throws ErrnoException EDEADLK the caller owns it; EINVAL its priority is above the ceiling
    void mutexLock(int mutex);

    /// @return false if another owns it
    boolean mutexTrylock(int mutex);

    /// @throws ErrnoException EPERM the caller does not own it
    void mutexUnlock(int mutex);

    int condvarCreate(String name);

    /// Releases `mutex`, waits, owns `mutex` again. Blocks: CONDVAR, MUTEX.
    void condvarWait(int condvar, int mutex);

    void condvarSignal(int condvar);

    void condvarBroadcast(int condvar);

    int semCreate(String name, int value);

    /// Blocks: SEM.
    void semWait(int sem);

    void semPost(int sem);

    // Timers.

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

    // Interrupts and devices.

    /// InterruptAttach: `handler` runs on each interrupt of `irq`.
    ///
    /// @return id, for InterruptDetach
    int interruptAttach(int irq, InterruptHandler handler);

    /// InterruptAttachEvent: on each interrupt of `irq` the kernel masks it and delivers `event`; the thread unmasks.
    int interruptAttachEvent(int irq, SigEvent event);

    void interruptDetach(int id);

    /// InterruptWait: until an event of kind [SigEvent.Intr] arrives; one that came earlier ends it at once. Blocks: INTR.
    void interruptWait();

    /// @return mask count after the call
    int interruptMask(int irq);

    /// @return mask count after the call; at 0 the line is enabled again
    int interruptUnmask(int irq);

    /// The hardware section of the system page.
    List<DeviceInfo> systemPage();

    /// mmap_device_io: the registers of the device at `address`.
    ///
    /// @throws ErrnoException ENXIO nothing answers there
    DeviceMemory mapDevice(long address);

    // Tracing.

    /// TraceEvent: a named value for whoever looks.
    void trace(String name, long value);
}
