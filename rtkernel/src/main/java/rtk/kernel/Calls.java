package rtk.kernel;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import rtk.board.hw.Device;
import rtk.board.hw.DeviceInfo;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.DeviceMemory;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.InterruptHandler;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.Program;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// The door: checks what a program asks, spends what it costs, and lets the kernel's objects do it.
///
/// Every call has the shape *enter* (interrupts off, cost spent), *act* (at one instant), *exit* (the way out; returns when the
/// thread has a core again). An errno found in *act* is thrown after *exit*.
final class Calls implements KernelCalls {
    private static final int PRIORITY_MAX = 255;
    private static final int KIB = 1024;

    private final Kernel kernel;
    private final Process process;

    Calls(Kernel kernel, Process process) {
        this.kernel = kernel;
        this.process = process;
    }

    // The shape of a call.

    private Tcb self() {
        Tcb self = kernel.active.current;
        assert self.process == process : self + " calls with the kernel calls of " + process;
        return self;
    }

    private Tcb enter(KernelCall call, CostItem service, long arg0, long arg1) {
        Tcb self = self();
        if (self.killed) throw new Unwind();
        self.cpu.giveWay(self);
        kernel.world.emit(EventKind.CALL_ENTER, self.number, call.ordinal(), arg0, arg1);
        self.cpu.core.setInterruptsOn(false);
        self.cpu.kernelWork(self, kernel.costNs(CostItem.CALL_ENTRY) + kernel.costNs(service));
        return self;
    }

    private Tcb enter(KernelCall call, long arg0) { return enter(call, CostItem.CALL_SERVICE, arg0, 0); }

    private Tcb enter(KernelCall call) { return enter(call, CostItem.CALL_SERVICE, 0, 0); }

    /// @param result what the call returns
    private long exit(Tcb self, KernelCall call, long result) {
        leave(self, call);
        kernel.world.emit(EventKind.CALL_EXIT, self.number, call.ordinal(), result, 0);
        return result;
    }

    private void exit(Tcb self, KernelCall call, Errno errno) {
        leave(self, call);
        kernel.world.emit(EventKind.CALL_EXIT, self.number, call.ordinal(), -errno.number(), 0);
        if (errno != Errno.EOK) throw new ErrnoException(errno, call.label());
    }

    private void leave(Tcb self, KernelCall call) {
        if (call != KernelCall.TIMER_TIMEOUT) self.nextTimeoutNs = -1;
        self.cpu.core.setInterruptsOn(false);
        self.cpu.kernelWork(self, kernel.costNs(CostItem.CALL_EXIT));
        self.cpu.giveWay(self);
    }

    /// Copying between address spaces: with interrupts on, preemptible.
    private void copy(Tcb self, long bytes) {
        long perKib = kernel.costNs(CostItem.COPY_PER_KIB);
        if (perKib == 0 || bytes == 0) return;
        self.cpu.compute(self, (bytes * perKib + KIB - 1) / KIB, Long.MAX_VALUE);
        self.cpu.core.setInterruptsOn(false);
    }

    /// Off the core, after the thread has been blocked in `state`; a timeout asked for starts here.
    private void await(Tcb self) {
        if (self.nextTimeoutNs >= 0) kernel.clock.setRelative(self.timeout, self.nextTimeoutNs);
        self.cpu.suspend(self);
    }

    private boolean polls(Tcb self) { return self.nextTimeoutNs == 0; }

    private static ErrnoException error(Errno errno, KernelCall call) { return new ErrnoException(errno, call.label()); }

    private static void check(boolean holds, Errno errno, KernelCall call) {
        if (!holds) throw error(errno, call);
    }

    // Time and own work.

    @Override
    public void compute(long ns) { compute(ns, Long.MAX_VALUE); }

    @Override
    public long compute(long ns, long untilNs) {
        if (ns < 0) throw new IllegalArgumentException(String.format(Locale.ROOT, "compute(%d ns): negative", ns));
        Tcb self = self();
        if (self.killed) throw new Unwind();
        return self.cpu.compute(self, ns, untilNs);
    }

    @Override
    public long compute(long ns, long untilNs, Runnable whenSpent) {
        Tcb self = self();
        self.whenSpent = whenSpent;
        long spentNs = compute(ns, untilNs);
        boolean told = self.whenSpent == null;
        self.whenSpent = null;
        if (spentNs == ns && !told) whenSpent.run();
        return spentNs;
    }

    @Override
    public long nowNs() { return kernel.world.nowNs(); }

    @Override
    public void sleep(long ns) {
        Tcb self = enter(KernelCall.NANOSLEEP, ns);
        if (ns > 0) {
            kernel.scheduler.block(self, ThreadState.NANOSLEEP, 0);
            kernel.clock.setRelative(self.timeout, ns);
            self.cpu.suspend(self);
        }
        exit(self, KernelCall.NANOSLEEP, self.wakeErrno == Errno.EINTR ? Errno.EINTR : Errno.EOK);
    }

    @Override
    public void sleepUntil(long untilNs) {
        Tcb self = enter(KernelCall.NANOSLEEP, untilNs);
        if (untilNs > nowNs()) {
            kernel.scheduler.block(self, ThreadState.NANOSLEEP, 0);
            kernel.clock.setAbsolute(self.timeout, untilNs);
            self.cpu.suspend(self);
        }
        exit(self, KernelCall.NANOSLEEP, Errno.EOK);
    }

    // Processes and threads.

    @Override
    public int getpid() { return process.pid; }

    @Override
    public int gettid() { return self().tid; }

    @Override
    public String processName() { return process.name; }

    @Override
    public int threadCreate(ThreadAttr attr, Runnable body) {
        checkPriority(attr.priority(), true, KernelCall.THREAD_CREATE);
        Tcb self = enter(KernelCall.THREAD_CREATE, attr.priority());
        Tcb thread = kernel.createThread(process, self, attr, body);
        return (int) exit(self, KernelCall.THREAD_CREATE, thread.tid);
    }

    @Override
    public void threadJoin(int tid) {
        Tcb self = enter(KernelCall.THREAD_JOIN, tid);
        Tcb other = tid >= 1 && tid <= process.threads.size() ? process.threads.get(tid - 1) : null;
        Errno errno = other == null ? Errno.ESRCH : other == self ? Errno.EDEADLK : Errno.EOK;
        if (errno == Errno.EOK && other.isAlive()) {
            if (polls(self)) {
                errno = Errno.ETIMEDOUT;
            } else {
                self.joined = other;
                kernel.scheduler.block(self, ThreadState.JOIN, other.number);
                other.joiners.add(self, self.priority);
                await(self);
                errno = self.wakeErrno;
            }
        }
        exit(self, KernelCall.THREAD_JOIN, errno);
    }

    @Override
    public int spawn(String name, Program program, List<String> args, ThreadAttr attr) {
        checkPriority(attr.priority(), true, KernelCall.PROCESS_SPAWN);
        Tcb self = enter(KernelCall.PROCESS_SPAWN);
        ThreadAttr full = new ThreadAttr(attr.name(), attr.priority() == 0 ? self.realPriority : attr.priority(),
                attr.policy() == null ? self.policy : attr.policy());
        Process child = kernel.spawn(process, name, program, args, full);
        return (int) exit(self, KernelCall.PROCESS_SPAWN, child.pid);
    }

    @Override
    public int waitpid(int pid) {
        Tcb self = enter(KernelCall.PROCESS_WAIT, pid);
        for (;;) {
            boolean exists = false;
            for (Process child : process.children) {
                if (child.reaped || (pid != -1 && child.pid != pid)) continue;
                exists = true;
                if (child.ended) {
                    child.reaped = true;
                    return (int) exit(self, KernelCall.PROCESS_WAIT, child.status);
                }
            }
            Errno errno = !exists ? Errno.ECHILD : polls(self) ? Errno.ETIMEDOUT : Errno.EOK;
            if (errno == Errno.EOK) {
                kernel.scheduler.block(self, ThreadState.SIGWAITINFO, 0);
                process.waiters.add(self, self.priority);
                await(self);
                errno = self.wakeErrno;
            }
            if (errno != Errno.EOK) exit(self, KernelCall.PROCESS_WAIT, errno);
        }
    }

    @Override
    public void exit(int status) {
        enter(KernelCall.PROCESS_EXIT, status);
        kernel.endProcess(process, status, 0);
        throw new Unwind();
    }

    /// The first thread returned from the program's main.
    void endMain(int status) { exit(status); }

    @Override
    public void kill(int pid, int signo) {
        Tcb self = enter(KernelCall.SIGNAL_KILL, CostItem.CALL_SERVICE, pid, signo);
        Process target = kernel.process(pid);
        if (target == null || signo == 0) {
            exit(self, KernelCall.SIGNAL_KILL, target == null ? Errno.ESRCH : Errno.EOK);
            return;
        }
        kernel.world.emit(EventKind.SIGNAL, target.number, 0, signo, self.number);
        kernel.endProcess(target, -signo, kernel.world.text("signal " + signo));
        if (self.killed) throw new Unwind();
        exit(self, KernelCall.SIGNAL_KILL, Errno.EOK);
    }

    @Override
    public void schedYield() {
        Tcb self = enter(KernelCall.SCHED_YIELD);
        self.cpu.yieldWanted = true;
        exit(self, KernelCall.SCHED_YIELD, Errno.EOK);
    }

    @Override
    public int priority() { return self().priority; }

    @Override
    public void setSchedParam(int tid, int priority, SchedPolicy policy) { setSched(tid, priority, policy, true); }

    @Override
    public void setSchedPrio(int tid, int priority) { setSched(tid, priority, null, false); }

    private void setSched(int tid, int priority, SchedPolicy policy, boolean move) {
        checkPriority(priority, false, KernelCall.SCHED_SET);
        Tcb self = enter(KernelCall.SCHED_SET, CostItem.CALL_SERVICE, tid, priority);
        Tcb thread = tid == 0 ? self : tid <= process.threads.size() && tid > 0 ? process.threads.get(tid - 1) : null;
        boolean alive = thread != null && thread.isAlive();
        if (alive) kernel.scheduler.setReal(thread, priority, policy == null ? thread.policy : policy, move);
        exit(self, KernelCall.SCHED_SET, alive ? Errno.EOK : Errno.ESRCH);
    }

    private static void checkPriority(int priority, boolean mayInherit, KernelCall call) {
        check(priority >= (mayInherit ? 0 : 1) && priority <= PRIORITY_MAX, Errno.EINVAL, call);
    }

    // Channels and connections.

    @Override
    public int channelCreate(ChannelFlag... flags) {
        Tcb self = enter(KernelCall.CHANNEL_CREATE);
        var set = EnumSet.noneOf(ChannelFlag.class);
        set.addAll(List.of(flags));
        int number = kernel.world.nextNumber(EventKind.CHANNEL_CREATED);
        int chid = process.channels.add(null);
        var channel = new Channel(kernel, process, chid, number, set);
        process.channels.set(chid, channel);
        int bits = 0;
        for (ChannelFlag flag : set) bits |= 1 << flag.ordinal();
        kernel.world.emit(EventKind.CHANNEL_CREATED, number, process.number, chid, bits);
        return (int) exit(self, KernelCall.CHANNEL_CREATE, chid);
    }

    @Override
    public void channelDestroy(int chid) {
        Tcb self = enter(KernelCall.CHANNEL_DESTROY, chid);
        Channel channel = process.channels.get(chid);
        if (channel != null) {
            process.channels.remove(chid);
            channel.destroy(kernel);
        }
        exit(self, KernelCall.CHANNEL_DESTROY, channel == null ? Errno.EINVAL : Errno.EOK);
    }

    @Override
    public int connectAttach(int pid, int chid, int index) {
        Tcb self = enter(KernelCall.CONNECT_ATTACH, CostItem.CALL_SERVICE, pid, chid);
        Process server = pid == 0 ? process : kernel.process(pid);
        Channel channel = server == null ? null : server.channels.get(chid);
        Errno errno = channel == null
                ? Errno.ESRCH
                : channel.flags.contains(ChannelFlag.PRIVATE) && server != process
                        ? Errno.EPERM
                        : Errno.EOK;
        if (errno != Errno.EOK) exit(self, KernelCall.CONNECT_ATTACH, errno);
        return (int) exit(self, KernelCall.CONNECT_ATTACH, addConnection(channel, index));
    }

    @Override
    public int connectDuplicate(int coid, int index) {
        Tcb self = enter(KernelCall.CONNECT_ATTACH, CostItem.CALL_SERVICE, coid, index);
        Connection connection = connection(coid);
        boolean open = connection != null && !connection.isDead();
        if (!open) exit(self, KernelCall.CONNECT_ATTACH, Errno.EBADF);
        return (int) exit(self, KernelCall.CONNECT_ATTACH, addConnection(connection.channel, index));
    }

    /// What `coid` leads to. The connection to the process manager is made at the first use by a process older than its channel.
    ///
    /// @return null if there is none
    private Connection connection(int coid) {
        Connection known = process.connection(coid);
        return known == null && coid == SYSMGR_COID ? kernel.connectToProcessManager(process) : known;
    }

    private int addConnection(Channel channel, int index) {
        Connection connection = channel.connect(process);
        if ((index & SIDE_CHANNEL) == 0) return process.connections.add(connection, index);
        int coid = index;
        while (process.sideConnections.containsKey(coid) || coid == SYSMGR_COID) coid++;
        process.sideConnections.put(coid, connection);
        return coid;
    }

    @Override
    public void connectDetach(int coid) {
        Tcb self = enter(KernelCall.CONNECT_DETACH, coid);
        Connection connection = connection(coid);
        if (connection != null) {
            if ((coid & SIDE_CHANNEL) != 0) process.sideConnections.remove(coid);
            else process.connections.remove(coid);
            kernel.disconnect(connection);
        }
        exit(self, KernelCall.CONNECT_DETACH, connection == null ? Errno.EINVAL : Errno.EOK);
    }

    // Messages: the client.

    @Override
    public int msgSend(int coid, byte[] message, byte[] reply) { return msgSend(coid, message, message.length, reply); }

    @Override
    public int msgSend(int coid, byte[] message, int length, byte[] reply) {
        check(length >= 0 && length <= message.length, Errno.EFAULT, KernelCall.MSG_SEND);
        Tcb self = enter(KernelCall.MSG_SEND, CostItem.MSG_SEND, coid, length);
        do {
            Connection connection = connection(coid);
            if (connection == null || connection.isDead()) exit(self, KernelCall.MSG_SEND, Errno.EBADF);
            if (connection.channel.hasReceiver()) copy(self, length);
            if (connection.isDead()) exit(self, KernelCall.MSG_SEND, Errno.EBADF);
            if (polls(self)) exit(self, KernelCall.MSG_SEND, Errno.ETIMEDOUT);
            self.connection = connection;
            self.channel = connection.channel;
            self.sentCoid = coid;
            self.sent = message;
            self.sentLength = length;
            self.reply = reply;
            self.unblockRequested = false;
            self.message = kernel.world.nextNumber(EventKind.MSG_SEND);
            connection.channel.send(self);
            await(self);
        } while (self.wakeErrno == Errno.ERESTART);
        self.channel = null;
        if (self.wakeErrno != Errno.EOK) exit(self, KernelCall.MSG_SEND, self.wakeErrno);
        return (int) exit(self, KernelCall.MSG_SEND, self.wakeValue);
    }

    @Override
    public void msgSendPulse(int coid, int priority, int code, int value) {
        checkPriority(priority == SigEvent.CALLER ? 1 : priority, false, KernelCall.MSG_SEND_PULSE);
        Tcb self = enter(KernelCall.MSG_SEND_PULSE, CostItem.PULSE, code, value);
        Connection connection = connection(coid);
        boolean open = connection != null && !connection.isDead();
        if (open) {
            int effective = priority == SigEvent.CALLER ? self.priority : priority;
            connection.channel.sendPulse(self, effective, code, value, connection.scoid);
        }
        exit(self, KernelCall.MSG_SEND_PULSE, open ? Errno.EOK : Errno.EBADF);
    }

    // Messages: the server.

    @Override
    public int msgReceive(int chid, byte[] buffer, MsgInfo info) {
        Tcb self = enter(KernelCall.MSG_RECEIVE, CostItem.MSG_RECEIVE, chid, buffer.length);
        Channel channel = process.channels.get(chid);
        if (channel == null) exit(self, KernelCall.MSG_RECEIVE, Errno.ESRCH);
        copy(self, Math.min(channel.firstLength(), buffer.length));
        if (polls(self) && channel.isQueueEmpty()) exit(self, KernelCall.MSG_RECEIVE, Errno.ETIMEDOUT);
        self.receiveBuffer = buffer;
        self.receiveInfo = info;
        self.receivedMessage = 0;
        if (!channel.receive(self)) await(self);
        self.receiveBuffer = null;
        self.receiveInfo = null;
        int rcvid = (int) self.wakeValue;
        if (self.receivedMessage != 0) traceReceived(self, channel, rcvid, buffer);
        if (self.wakeErrno != Errno.EOK) exit(self, KernelCall.MSG_RECEIVE, self.wakeErrno);
        return (int) exit(self, KernelCall.MSG_RECEIVE, rcvid);
    }

    private void traceReceived(Tcb self, Channel channel, int rcvid, byte[] buffer) {
        if (rcvid != 0) {
            kernel.world.emit(EventKind.MSG_RECEIVE, self.number, channel.number, self.receivedMessage, self.receivedLength);
        } else if (self.wakeErrno == Errno.EOK) {
            var pulse = rtk.kernel.api.Pulse.in(buffer);
            kernel.world.emit(EventKind.PULSE_RECEIVE, self.number, channel.number, self.receivedMessage, pulse.code(),
                    pulse.value());
        }
    }

    /// @return the client that is REPLY-blocked on `rcvid` at a channel of this process, or null
    private Tcb client(int rcvid) {
        Tcb client = kernel.threadByRcvid(rcvid);
        boolean waits = client != null && client.state == ThreadState.REPLY && client.channel.process == process;
        return waits ? client : null;
    }

    @Override
    public void msgReply(int rcvid, int status) { msgReply(rcvid, status, new byte[0], 0); }

    @Override
    public void msgReply(int rcvid, int status, byte[] reply, int length) {
        check(length >= 0 && length <= reply.length, Errno.ESRVRFAULT, KernelCall.MSG_REPLY);
        Tcb self = enter(KernelCall.MSG_REPLY, CostItem.MSG_REPLY, rcvid, status);
        Tcb client = client(rcvid);
        if (client == null) exit(self, KernelCall.MSG_REPLY, Errno.ESRCH);
        int bytes = Math.min(length, client.reply == null ? 0 : client.reply.length);
        copy(self, bytes);
        if (client(rcvid) == null) exit(self, KernelCall.MSG_REPLY, Errno.ESRCH);
        if (bytes > 0) System.arraycopy(reply, 0, client.reply, 0, bytes);
        kernel.world.emit(EventKind.MSG_REPLY, self.number, client.message, status, bytes);
        kernel.scheduler.wake(client, Errno.EOK, status);
        exit(self, KernelCall.MSG_REPLY, Errno.EOK);
    }

    @Override
    public void msgError(int rcvid, Errno errno) {
        Tcb self = enter(KernelCall.MSG_ERROR, CostItem.MSG_REPLY, rcvid, errno.number());
        Tcb client = client(rcvid);
        if (client == null) exit(self, KernelCall.MSG_ERROR, Errno.ESRCH);
        kernel.world.emit(EventKind.MSG_ERROR, self.number, client.message, errno.number());
        kernel.scheduler.wake(client, errno, 0);
        exit(self, KernelCall.MSG_ERROR, Errno.EOK);
    }

    @Override
    public int msgRead(int rcvid, byte[] buffer, int offset) {
        Tcb self = enter(KernelCall.MSG_READ, rcvid);
        Tcb client = client(rcvid);
        if (client == null) exit(self, KernelCall.MSG_READ, Errno.ESRCH);
        int bytes = Math.max(0, Math.min(buffer.length, client.sentLength - offset));
        copy(self, bytes);
        if (client(rcvid) == null) exit(self, KernelCall.MSG_READ, Errno.ESRCH);
        if (bytes > 0) System.arraycopy(client.sent, offset, buffer, 0, bytes);
        return (int) exit(self, KernelCall.MSG_READ, bytes);
    }

    @Override
    public int msgWrite(int rcvid, byte[] bytes, int length, int offset) {
        check(length >= 0 && length <= bytes.length, Errno.ESRVRFAULT, KernelCall.MSG_WRITE);
        Tcb self = enter(KernelCall.MSG_WRITE, rcvid);
        Tcb client = client(rcvid);
        if (client == null) exit(self, KernelCall.MSG_WRITE, Errno.ESRCH);
        int room = client.reply == null ? 0 : client.reply.length - offset;
        int count = Math.max(0, Math.min(length, room));
        copy(self, count);
        if (client(rcvid) == null) exit(self, KernelCall.MSG_WRITE, Errno.ESRCH);
        if (count > 0) System.arraycopy(bytes, 0, client.reply, offset, count);
        return (int) exit(self, KernelCall.MSG_WRITE, count);
    }

    @Override
    public void msgInfo(int rcvid, MsgInfo info) {
        Tcb self = enter(KernelCall.MSG_INFO, rcvid);
        Tcb client = client(rcvid);
        if (client == null) exit(self, KernelCall.MSG_INFO, Errno.ESRCH);
        client.channel.describe(client, info, info.msgLength);
        exit(self, KernelCall.MSG_INFO, Errno.EOK);
    }

    @Override
    public void msgDeliverEvent(int rcvid, SigEvent event) {
        Tcb self = enter(KernelCall.MSG_DELIVER_EVENT, rcvid);
        Tcb client = kernel.threadByRcvid(rcvid);
        boolean alive = client != null && client.isAlive();
        if (alive) kernel.deliver(client.process, client, event, -1);
        exit(self, KernelCall.MSG_DELIVER_EVENT, alive ? Errno.EOK : Errno.ESRCH);
    }

    // Synchronisation.

    @Override
    public int mutexCreate(String name, MutexProtocol protocol, int ceiling) {
        Tcb self = enter(KernelCall.SYNC_CREATE);
        var mutex = new Mutex(kernel, newObject("mutex", name), protocol, ceiling);
        return (int) exit(self, KernelCall.SYNC_CREATE, process.mutexes.add(mutex));
    }

    private int newObject(String kind, String name) {
        int number = kernel.world.nextNumber(EventKind.OBJECT_CREATED);
        kernel.world.emit(EventKind.OBJECT_CREATED, number, process.number, kernel.world.text(kind), kernel.world.text(name));
        return number;
    }

    @Override
    public void mutexLock(int mutex) {
        Tcb self = enter(KernelCall.SYNC_MUTEX_LOCK, CostItem.SYNC, mutex, 0);
        Mutex object = process.mutexes.get(mutex);
        if (object == null) exit(self, KernelCall.SYNC_MUTEX_LOCK, Errno.EINVAL);
        Errno errno = polls(self) && !object.isFree() ? Errno.ETIMEDOUT : object.lock(self);
        if (errno == null) {
            await(self);
            errno = self.wakeErrno;
        }
        exit(self, KernelCall.SYNC_MUTEX_LOCK, errno);
    }

    @Override
    public boolean mutexTrylock(int mutex) {
        Tcb self = enter(KernelCall.SYNC_MUTEX_LOCK, CostItem.SYNC, mutex, 1);
        Mutex object = process.mutexes.get(mutex);
        if (object == null) exit(self, KernelCall.SYNC_MUTEX_LOCK, Errno.EINVAL);
        boolean free = object.isFree();
        Errno errno = free ? object.lock(self) : Errno.EBUSY;
        if (free && errno != Errno.EOK) exit(self, KernelCall.SYNC_MUTEX_LOCK, errno);
        return exit(self, KernelCall.SYNC_MUTEX_LOCK, free ? 1 : 0) != 0;
    }

    @Override
    public void mutexUnlock(int mutex) {
        Tcb self = enter(KernelCall.SYNC_MUTEX_UNLOCK, CostItem.SYNC, mutex, 0);
        Mutex object = process.mutexes.get(mutex);
        exit(self, KernelCall.SYNC_MUTEX_UNLOCK, object == null ? Errno.EINVAL : object.unlock(self));
    }

    @Override
    public int condvarCreate(String name) {
        Tcb self = enter(KernelCall.SYNC_CREATE);
        var condvar = new Condvar(kernel, newObject("condvar", name));
        return (int) exit(self, KernelCall.SYNC_CREATE, process.condvars.add(condvar));
    }

    @Override
    public void condvarWait(int condvar, int mutex) {
        Tcb self = enter(KernelCall.SYNC_CONDVAR_WAIT, CostItem.SYNC, condvar, mutex);
        Condvar object = process.condvars.get(condvar);
        Mutex guard = process.mutexes.get(mutex);
        Errno errno = object == null || guard == null ? Errno.EINVAL : guard.isOwnedBy(self) ? Errno.EOK : Errno.EPERM;
        if (errno == Errno.EOK) {
            object.await(self, guard);
            self.wakeErrno = Errno.EOK;
            await(self);
            self.condvarMutex = null;
            errno = self.wakeErrno;
        }
        exit(self, KernelCall.SYNC_CONDVAR_WAIT, errno);
    }

    @Override
    public void condvarSignal(int condvar) { signal(condvar, false); }

    @Override
    public void condvarBroadcast(int condvar) { signal(condvar, true); }

    private void signal(int condvar, boolean all) {
        Tcb self = enter(KernelCall.SYNC_CONDVAR_SIGNAL, CostItem.SYNC, condvar, all ? 1 : 0);
        Condvar object = process.condvars.get(condvar);
        if (object != null) object.signal(self, all);
        exit(self, KernelCall.SYNC_CONDVAR_SIGNAL, object == null ? Errno.EINVAL : Errno.EOK);
    }

    @Override
    public int semCreate(String name, int value) {
        check(value >= 0, Errno.EINVAL, KernelCall.SYNC_CREATE);
        Tcb self = enter(KernelCall.SYNC_CREATE);
        var sem = new Semaphore(kernel, newObject("sem", name), value);
        return (int) exit(self, KernelCall.SYNC_CREATE, process.sems.add(sem));
    }

    @Override
    public void semWait(int sem) {
        Tcb self = enter(KernelCall.SYNC_SEM_WAIT, CostItem.SYNC, sem, 0);
        Semaphore object = process.sems.get(sem);
        Errno errno = object == null ? Errno.EINVAL : Errno.EOK;
        if (errno == Errno.EOK && polls(self) && object.isZero()) {
            errno = Errno.ETIMEDOUT;
        } else if (errno == Errno.EOK && !object.take(self)) {
            await(self);
            errno = self.wakeErrno;
        }
        exit(self, KernelCall.SYNC_SEM_WAIT, errno);
    }

    @Override
    public void semPost(int sem) {
        Tcb self = enter(KernelCall.SYNC_SEM_POST, CostItem.SYNC, sem, 0);
        Semaphore object = process.sems.get(sem);
        if (object != null) object.post(self);
        exit(self, KernelCall.SYNC_SEM_POST, object == null ? Errno.EINVAL : Errno.EOK);
    }

    // Timers.

    @Override
    public int timerCreate(SigEvent event) {
        Tcb self = enter(KernelCall.TIMER_CREATE);
        var timer = new KernelTimer(process, newObject("timer", "timer"), event);
        return (int) exit(self, KernelCall.TIMER_CREATE, process.timers.add(timer));
    }

    @Override
    public void timerSettime(int timer, long valueNs, long intervalNs, boolean absolute) {
        check(valueNs >= 0 && intervalNs >= 0, Errno.EINVAL, KernelCall.TIMER_SETTIME);
        Tcb self = enter(KernelCall.TIMER_SETTIME, CostItem.CALL_SERVICE, timer, valueNs);
        KernelTimer object = process.timers.get(timer);
        if (object != null) {
            object.armedBy = self;
            object.intervalNs = intervalNs;
            if (valueNs == 0) kernel.clock.cancel(object);
            else if (absolute) kernel.clock.setAbsolute(object, valueNs);
            else kernel.clock.setRelative(object, valueNs);
            kernel.world.emit(EventKind.TIMER_SET, object.number, self.number, valueNs == 0 ? 0 : object.dueNs, intervalNs);
        }
        exit(self, KernelCall.TIMER_SETTIME, object == null ? Errno.EINVAL : Errno.EOK);
    }

    @Override
    public void timerDestroy(int timer) {
        Tcb self = enter(KernelCall.TIMER_DESTROY, timer);
        KernelTimer object = process.timers.get(timer);
        if (object != null) {
            kernel.clock.cancel(object);
            process.timers.remove(timer);
        }
        exit(self, KernelCall.TIMER_DESTROY, object == null ? Errno.EINVAL : Errno.EOK);
    }

    @Override
    public void timerTimeout(long ns) {
        check(ns >= 0, Errno.EINVAL, KernelCall.TIMER_TIMEOUT);
        Tcb self = enter(KernelCall.TIMER_TIMEOUT, ns);
        self.nextTimeoutNs = ns;
        exit(self, KernelCall.TIMER_TIMEOUT, Errno.EOK);
    }

    // Interrupts and devices.

    @Override
    public int interruptAttach(int irq, InterruptHandler handler) {
        return attach(KernelCall.INTERRUPT_ATTACH, new Attachment(0, irq, self(), handler, null));
    }

    @Override
    public int interruptAttachEvent(int irq, SigEvent event) {
        return attach(KernelCall.INTERRUPT_ATTACH_EVENT, new Attachment(0, irq, self(), null, event));
    }

    private int attach(KernelCall call, Attachment wanted) {
        Tcb self = enter(call, wanted.irq());
        if (!kernel.board.interrupts().isWired(wanted.irq())) exit(self, call, Errno.EINVAL);
        Attachment attachment = kernel.interrupts.attach(wanted);
        process.attachments.add(attachment);
        return (int) exit(self, call, attachment.id());
    }

    @Override
    public void interruptDetach(int id) {
        Tcb self = enter(KernelCall.INTERRUPT_DETACH, id);
        Attachment found = null;
        for (Attachment attachment : process.attachments) {
            if (attachment.id() == id) found = attachment;
        }
        if (found != null) {
            process.attachments.remove(found);
            kernel.interrupts.detach(found);
        }
        exit(self, KernelCall.INTERRUPT_DETACH, found == null ? Errno.EINVAL : Errno.EOK);
    }

    @Override
    public void interruptWait() {
        Tcb self = enter(KernelCall.INTERRUPT_WAIT);
        Errno errno = Errno.EOK;
        if (self.interruptPending) {
            self.interruptPending = false;
        } else if (polls(self)) {
            errno = Errno.ETIMEDOUT;
        } else {
            kernel.scheduler.block(self, ThreadState.INTR, 0);
            await(self);
            errno = self.wakeErrno;
        }
        exit(self, KernelCall.INTERRUPT_WAIT, errno);
    }

    @Override
    public int interruptMask(int irq) {
        Tcb self = enter(KernelCall.INTERRUPT_MASK, irq);
        if (!kernel.board.interrupts().isWired(irq)) exit(self, KernelCall.INTERRUPT_MASK, Errno.EINVAL);
        return (int) exit(self, KernelCall.INTERRUPT_MASK, kernel.interrupts.mask(irq, self.number));
    }

    @Override
    public int interruptUnmask(int irq) {
        Tcb self = enter(KernelCall.INTERRUPT_UNMASK, irq);
        if (!kernel.board.interrupts().isWired(irq)) exit(self, KernelCall.INTERRUPT_UNMASK, Errno.EINVAL);
        return (int) exit(self, KernelCall.INTERRUPT_UNMASK, kernel.interrupts.unmask(irq, self.number));
    }

    @Override
    public List<DeviceInfo> systemPage() { return kernel.board.systemPage(); }

    @Override
    public DeviceMemory mapDevice(long address) {
        Tcb self = enter(KernelCall.MEMORY_MAP, address);
        Device device = kernel.board.deviceAt(address);
        exit(self, KernelCall.MEMORY_MAP, device == null ? Errno.ENXIO : Errno.EOK);
        return new Registers(device);
    }

    private final class Registers implements DeviceMemory {
        private final Device device;

        Registers(Device device) { this.device = device; }

        @Override
        public int read(int offset) {
            compute(kernel.costNs(CostItem.REGISTER_ACCESS));
            int value = device.read(offset);
            kernel.world.emit(EventKind.REGISTER_READ, device.number(), offset, Integer.toUnsignedLong(value));
            return value;
        }

        @Override
        public void write(int offset, int value) {
            compute(kernel.costNs(CostItem.REGISTER_ACCESS));
            kernel.world.emit(EventKind.REGISTER_WRITE, device.number(), offset, Integer.toUnsignedLong(value));
            device.write(offset, value);
        }
    }

    // Tracing.

    @Override
    public void trace(String name, long value) {
        Tcb self = self();
        if (self.killed) throw new Unwind();
        kernel.world.emit(EventKind.USER, self.number, kernel.world.text(name), value);
    }
}
