package rtk.kernel;

import java.util.List;
import rtk.board.hw.DeviceInfo;
import rtk.board.hw.MemoryInfo;
import rtk.board.sim.SimRandom;
import rtk.kernel.api.BarrierCalls;
import rtk.kernel.api.AbilityRule;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.ClockAdjustment;
import rtk.kernel.api.ClockId;
import rtk.kernel.api.TimerInfo;
import rtk.kernel.api.CondvarAttr;
import rtk.kernel.api.ConnectionInfo;
import rtk.kernel.api.ServerInfo;
import rtk.kernel.api.PulsePool;
import rtk.kernel.api.Iov;
import rtk.kernel.api.ClientInfo;
import rtk.kernel.api.DeviceMemory;
import rtk.kernel.api.Errno;
import rtk.kernel.api.InterruptFlag;
import rtk.kernel.api.InterruptHandler;
import rtk.kernel.api.InterruptInfo;
import rtk.kernel.api.IntrSpin;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Memory;
import rtk.kernel.api.MemoryFlag;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.ProcessEvent;
import rtk.kernel.api.ProcessInfo;
import rtk.kernel.api.PartitionInfo;
import rtk.kernel.api.Program;
import rtk.kernel.api.RunMasks;
import rtk.kernel.api.RwlockCalls;
import rtk.kernel.api.Protection;
import rtk.kernel.api.SchedParam;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SharedMemoryInfo;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.SignalAction;
import rtk.kernel.api.SignalHow;
import rtk.kernel.api.SignalInfo;
import rtk.kernel.api.SignalSet;
import rtk.kernel.api.SpawnAttr;
import rtk.kernel.api.ThreadAttr;
import rtk.kernel.api.ThreadInfo;
import rtk.trace.ThreadState;
import rtk.kernel.api.TypedMemoryFlag;
import rtk.kernel.api.WaitOption;
import rtk.kernel.api.WaitStatus;

/// The kernel calls of one process: each goes through the [Door] of its topic.
final class Calls implements KernelCalls {
    private final ThreadDoor threads;
    private final SmpDoor cores;
    private final PartitionDoor partitions;
    private final ProcessDoor processes;
    private final SignalDoor signals;
    private final ChannelDoor channels;
    private final MessageDoor messages;
    private final MutexDoor mutexes;
    private final CondvarDoor condvars;
    private final SemaphoreDoor sems;
    private final RwlockCalls rwlocks;
    private final BarrierCalls barriers;
    private final ClockDoor clocks;
    private final InterruptDoor interrupts;
    private final MemoryDoor memory;
    private final TraceDoor traces;

    Calls(Kernel kernel, Process process) {
        threads = new ThreadDoor(kernel, process);
        cores = new SmpDoor(kernel, process);
        partitions = new PartitionDoor(kernel, process);
        processes = new ProcessDoor(kernel, process);
        signals = new SignalDoor(kernel, process);
        channels = new ChannelDoor(kernel, process);
        mutexes = new MutexDoor(kernel, process);
        condvars = new CondvarDoor(kernel, process, mutexes);
        sems = new SemaphoreDoor(kernel, process);
        rwlocks = kernel.syncRules.rwlocks(mutexes, condvars);
        barriers = kernel.syncRules.barriers(mutexes, condvars);
        clocks = new ClockDoor(kernel, process);
        interrupts = new InterruptDoor(kernel, process);
        traces = new TraceDoor(kernel, process);
        messages = new MessageDoor(kernel, process, channels);
        memory = new MemoryDoor(kernel, process, messages);
    }

    // ThreadCalls.

    @Override
    public void compute(long ns) { threads.compute(ns); }

    @Override
    public long compute(long ns, long untilNs) { return threads.compute(ns, untilNs); }

    @Override
    public long compute(long ns, long untilNs, Runnable whenSpent) { return threads.compute(ns, untilNs, whenSpent); }

    @Override
    public long nowNs() { return threads.nowNs(); }

    @Override
    public int gettid() { return threads.gettid(); }

    @Override
    public int threadCreate(ThreadAttr attr, Runnable body) { return threads.threadCreate(attr, body); }

    @Override
    public long threadJoin(int tid) { return threads.threadJoin(tid); }

    @Override
    public void threadExit(long status) { threads.threadExit(status); }

    @Override
    public void threadDetach(int tid) { threads.threadDetach(tid); }

    @Override
    public void threadCancel(int tid) { threads.threadCancel(tid); }

    @Override
    public boolean setCancelState(boolean enabled) { return threads.setCancelState(enabled); }

    @Override
    public void testCancel() { threads.testCancel(); }

    @Override
    public void threadDestroy(int tid, long status) { threads.threadDestroy(tid, status); }

    @Override
    public String threadName(int tid) { return threads.threadName(tid); }

    @Override
    public void setThreadName(int tid, String name) { threads.setThreadName(tid, name); }

    @Override
    public long threadCpuTimeNs(int tid) { return threads.threadCpuTimeNs(tid); }

    @Override
    public long processCpuTimeNs(int pid) { return threads.processCpuTimeNs(pid); }

    @Override
    public int keyCreate() { return threads.keyCreate(); }

    @Override
    public void setSpecific(int key, Object value) { threads.setSpecific(key, value); }

    @Override
    public Object getSpecific(int key) { return threads.getSpecific(key); }

    @Override
    public void schedYield() { threads.schedYield(); }

    @Override
    public int priority() { return threads.priority(); }

    @Override
    public void setSchedParam(int tid, int priority, SchedPolicy policy) { threads.setSchedParam(tid, priority, policy); }

    @Override
    public SchedParam schedGet(int tid) { return threads.schedGet(tid); }

    @Override
    public void setSchedParam(int tid, SchedParam param) { threads.setSchedParam(tid, param); }

    @Override
    public long schedRrGetInterval() { return threads.schedRrGetInterval(); }

    @Override
    public void setSchedPrio(int tid, int priority) { threads.setSchedPrio(tid, priority); }

    // SmpCalls.

    @Override
    public int cpuCount() { return cores.cpuCount(); }

    @Override
    public int cpu() { return cores.cpu(); }

    @Override
    public void setRunMask(int tid, int runMask) { cores.setRunMask(tid, runMask); }

    @Override
    public RunMasks setRunMasks(int tid, RunMasks masks) { return cores.setRunMasks(tid, masks); }

    // PartitionCalls.

    @Override
    public int partitionCreate(String name, int budgetPercent, int maxPercent, long criticalNs) {
        return partitions.partitionCreate(name, budgetPercent, maxPercent, criticalNs);
    }

    @Override
    public int partitionLookup(String name) { return partitions.partitionLookup(name); }

    @Override
    public void partitionJoin(int tid, int partition) { partitions.partitionJoin(tid, partition); }

    @Override
    public void partitionMarkCritical(int tid, boolean critical) { partitions.partitionMarkCritical(tid, critical); }

    @Override
    public PartitionInfo partitionInfo(int partition) { return partitions.partitionInfo(partition); }

    @Override
    public void partitionNotify(int partition, SigEvent event) { partitions.partitionNotify(partition, event); }

    // ProcessCalls.

    @Override
    public int getpid() { return processes.getpid(); }

    @Override
    public String processName() { return processes.processName(); }

    @Override
    public int spawn(String name, Program program, List<String> args, ThreadAttr attr) {
        return processes.spawn(name, program, args, attr);
    }

    @Override
    public int getppid() { return processes.getppid(); }

    @Override
    public int spawn(String name, Program program, List<String> args, SpawnAttr attr) {
        return processes.spawn(name, program, args, attr);
    }

    @Override
    public Program program(String name) { return processes.program(name); }

    @Override
    public List<String> programNames() { return processes.programNames(); }

    @Override
    public void procmgrEventNotify(ProcessEvent what, SigEvent.Pulse event) { processes.procmgrEventNotify(what, event); }

    @Override
    public void procmgrAbility(int pid, AbilityRule... rules) { processes.procmgrAbility(pid, rules); }

    @Override
    public int waitpid(int pid) { return processes.waitpid(pid); }

    @Override
    public WaitStatus waitpid(int pid, WaitOption... options) { return processes.waitpid(pid, options); }

    @Override
    public void exit(int status) { processes.exit(status); }

    @Override
    public void exitNow(int status) { processes.exitNow(status); }

    @Override
    public void atexit(Runnable handler) { processes.atexit(handler); }

    @Override
    public ProcessInfo processInfo(int pid) { return processes.processInfo(pid); }

    @Override
    public List<ProcessInfo> processes() { return processes.processes(); }

    @Override
    public List<ThreadInfo> threads(int pid) { return processes.threads(pid); }

    @Override
    public List<ConnectionInfo> connections(int pid) { return processes.connections(pid); }

    @Override
    public List<InterruptInfo> interrupts() { return processes.interrupts(); }

    // SignalCalls.

    @Override
    public void kill(int pid, int signo) { signals.kill(pid, signo); }

    @Override
    public void sigqueue(int pid, int signo, int value) { signals.sigqueue(pid, signo, value); }

    @Override
    public void threadKill(int tid, int signo) { signals.threadKill(tid, signo); }

    @Override
    public SignalAction signalAction(int signo, SignalAction action) { return signals.signalAction(signo, action); }

    @Override
    public SignalSet signalProcmask(SignalHow how, SignalSet set) { return signals.signalProcmask(how, set); }

    @Override
    public void signalSuspend(SignalSet mask) { signals.signalSuspend(mask); }

    @Override
    public SignalInfo signalWaitinfo(SignalSet set) { return signals.signalWaitinfo(set); }

    @Override
    public SignalInfo sigtimedwait(SignalSet set, long ns) { return signals.sigtimedwait(set, ns); }

    // ChannelCalls.

    @Override
    public int channelCreate(ChannelFlag... flags) { return channels.channelCreate(flags); }

    @Override
    public int channelCreatePulsePool(PulsePool pool, ChannelFlag... flags) {
        return channels.channelCreatePulsePool(pool, flags);
    }

    @Override
    public void channelDestroy(int chid) { channels.channelDestroy(chid); }

    @Override
    public int connectAttach(int pid, int chid, int index) { return channels.connectAttach(pid, chid, index); }

    @Override
    public void connectDetach(int coid) { channels.connectDetach(coid); }

    @Override
    public int connectDuplicate(int coid, int index) { return channels.connectDuplicate(coid, index); }

    @Override
    public ServerInfo connectServerInfo(int coid) { return channels.connectServerInfo(coid); }

    @Override
    public ClientInfo connectClientInfo(int scoid) { return channels.connectClientInfo(scoid); }

    // MessageCalls.

    @Override
    public int msgSend(int coid, byte[] message, byte[] reply) { return messages.msgSend(coid, message, reply); }

    @Override
    public int msgSend(int coid, byte[] message, int length, byte[] reply) {
        return messages.msgSend(coid, message, length, reply);
    }

    @Override
    public int msgSendv(int coid, Iov[] message, Iov[] reply) { return messages.msgSendv(coid, message, reply); }

    @Override
    public int msgReceive(int chid, byte[] buffer, MsgInfo info) { return messages.msgReceive(chid, buffer, info); }

    @Override
    public int msgReceivev(int chid, Iov[] parts, MsgInfo info) { return messages.msgReceivev(chid, parts, info); }

    @Override
    public void msgReply(int rcvid, int status, byte[] reply, int length) { messages.msgReply(rcvid, status, reply, length); }

    @Override
    public void msgReply(int rcvid, int status) { messages.msgReply(rcvid, status); }

    @Override
    public void msgReplyv(int rcvid, int status, Iov[] parts) { messages.msgReplyv(rcvid, status, parts); }

    @Override
    public void msgError(int rcvid, Errno errno) { messages.msgError(rcvid, errno); }

    @Override
    public void msgError(int rcvid, int error) { messages.msgError(rcvid, error); }

    @Override
    public int msgRead(int rcvid, byte[] buffer, int offset) { return messages.msgRead(rcvid, buffer, offset); }

    @Override
    public int msgReadv(int rcvid, Iov[] parts, int offset) { return messages.msgReadv(rcvid, parts, offset); }

    @Override
    public int msgWrite(int rcvid, byte[] bytes, int length, int offset) {
        return messages.msgWrite(rcvid, bytes, length, offset);
    }

    @Override
    public int msgWritev(int rcvid, Iov[] parts, int offset) { return messages.msgWritev(rcvid, parts, offset); }

    @Override
    public void msgInfo(int rcvid, MsgInfo info) { messages.msgInfo(rcvid, info); }

    @Override
    public void msgSendPulse(int coid, int priority, int code, long value) { messages.msgSendPulse(coid, priority, code, value); }

    @Override
    public void msgDeliverEvent(int rcvid, SigEvent event) { messages.msgDeliverEvent(rcvid, event); }

    @Override
    public SigEvent.Handle msgRegisterEvent(SigEvent event, int coid) { return messages.msgRegisterEvent(event, coid); }

    @Override
    public void msgUnregisterEvent(SigEvent.Handle handle) { messages.msgUnregisterEvent(handle); }

    // SyncCalls.

    @Override
    public int mutexCreate(String name, MutexAttr attr) { return mutexes.mutexCreate(name, attr); }

    @Override
    public int mutexOpen(String name) { return mutexes.mutexOpen(name); }

    @Override
    public void mutexLock(int mutex) { mutexes.mutexLock(mutex); }

    @Override
    public void mutexTimedlock(int mutex, long untilNs) { mutexes.mutexTimedlock(mutex, untilNs); }

    @Override
    public boolean mutexTrylock(int mutex) { return mutexes.mutexTrylock(mutex); }

    @Override
    public void mutexUnlock(int mutex) { mutexes.mutexUnlock(mutex); }

    @Override
    public void mutexConsistent(int mutex) { mutexes.mutexConsistent(mutex); }

    @Override
    public int mutexGetprioceiling(int mutex) { return mutexes.mutexGetprioceiling(mutex); }

    @Override
    public int mutexSetprioceiling(int mutex, int ceiling) { return mutexes.mutexSetprioceiling(mutex, ceiling); }

    @Override
    public void mutexDestroy(int mutex) { mutexes.mutexDestroy(mutex); }

    @Override
    public int condvarCreate(String name, CondvarAttr attr) { return condvars.condvarCreate(name, attr); }

    @Override
    public int condvarOpen(String name) { return condvars.condvarOpen(name); }

    @Override
    public void condvarWait(int condvar, int mutex) { condvars.condvarWait(condvar, mutex); }

    @Override
    public void condvarTimedwait(int condvar, int mutex, long untilNs) { condvars.condvarTimedwait(condvar, mutex, untilNs); }

    @Override
    public void condvarSignal(int condvar) { condvars.condvarSignal(condvar); }

    @Override
    public void condvarBroadcast(int condvar) { condvars.condvarBroadcast(condvar); }

    @Override
    public void condvarDestroy(int condvar) { condvars.condvarDestroy(condvar); }

    @Override
    public int semCreate(String name, int value) { return sems.semCreate(name, value); }

    @Override
    public int semOpen(String name) { return sems.semOpen(name); }

    @Override
    public int semOpen(String name, int value, boolean exclusive) { return sems.semOpen(name, value, exclusive); }

    @Override
    public void semClose(int sem) { sems.semClose(sem); }

    @Override
    public void semUnlink(String name) { sems.semUnlink(name); }

    @Override
    public void semWait(int sem) { sems.semWait(sem); }

    @Override
    public void semTimedwait(int sem, long untilNs) { sems.semTimedwait(sem, untilNs); }

    @Override
    public boolean semTrywait(int sem) { return sems.semTrywait(sem); }

    @Override
    public void semPost(int sem) { sems.semPost(sem); }

    @Override
    public int semGetvalue(int sem) { return sems.semGetvalue(sem); }

    @Override
    public void semDestroy(int sem) { sems.semDestroy(sem); }

    @Override
    public int rwlockCreate(String name) { return rwlocks.rwlockCreate(name); }

    @Override
    public int rwlockCreateShared(String name) { return rwlocks.rwlockCreateShared(name); }

    @Override
    public int rwlockOpen(String name) { return rwlocks.rwlockOpen(name); }

    @Override
    public void rwlockRdlock(int rwlock) { rwlocks.rwlockRdlock(rwlock); }

    @Override
    public void rwlockTimedrdlock(int rwlock, long untilNs) { rwlocks.rwlockTimedrdlock(rwlock, untilNs); }

    @Override
    public boolean rwlockTryrdlock(int rwlock) { return rwlocks.rwlockTryrdlock(rwlock); }

    @Override
    public void rwlockWrlock(int rwlock) { rwlocks.rwlockWrlock(rwlock); }

    @Override
    public void rwlockTimedwrlock(int rwlock, long untilNs) { rwlocks.rwlockTimedwrlock(rwlock, untilNs); }

    @Override
    public boolean rwlockTrywrlock(int rwlock) { return rwlocks.rwlockTrywrlock(rwlock); }

    @Override
    public void rwlockUnlock(int rwlock) { rwlocks.rwlockUnlock(rwlock); }

    @Override
    public void rwlockDestroy(int rwlock) { rwlocks.rwlockDestroy(rwlock); }

    @Override
    public int barrierCreate(String name, int count) { return barriers.barrierCreate(name, count); }

    @Override
    public int barrierCreateShared(String name, int count) { return barriers.barrierCreateShared(name, count); }

    @Override
    public int barrierOpen(String name) { return barriers.barrierOpen(name); }

    @Override
    public boolean barrierWait(int barrier) { return barriers.barrierWait(barrier); }

    @Override
    public void barrierDestroy(int barrier) { barriers.barrierDestroy(barrier); }

    // ClockCalls.

    @Override
    public long clockGettime(ClockId clock) { return clocks.clockGettime(clock); }

    @Override
    public void clockSettime(ClockId clock, long ns) { clocks.clockSettime(clock, ns); }

    @Override
    public ClockAdjustment clockAdjust(ClockAdjustment wanted) { return clocks.clockAdjust(wanted); }

    @Override
    public long clockPeriod(long newNs) { return clocks.clockPeriod(newNs); }

    @Override
    public void sleep(long ns) { clocks.sleep(ns); }

    @Override
    public void sleepUntil(long untilNs) { clocks.sleepUntil(untilNs); }

    @Override
    public long clockNanosleep(ClockId clock, long ns, boolean absolute) { return clocks.clockNanosleep(clock, ns, absolute); }

    @Override
    public int timerCreate(ClockId clock, SigEvent event) { return clocks.timerCreate(clock, event); }

    @Override
    public void timerSettime(int timer, long valueNs, long intervalNs, boolean absolute) {
        clocks.timerSettime(timer, valueNs, intervalNs, absolute);
    }

    @Override
    public void timerTolerance(int timer, long toleranceNs) { clocks.timerTolerance(timer, toleranceNs); }

    @Override
    public void timerTolerance(long toleranceNs) { clocks.timerTolerance(toleranceNs); }

    @Override
    public TimerInfo timerInfo(int timer) { return clocks.timerInfo(timer); }

    @Override
    public int timerOverrun(int timer) { return clocks.timerOverrun(timer); }

    @Override
    public void timerDestroy(int timer) { clocks.timerDestroy(timer); }

    @Override
    public void timerTimeout(long ns) { clocks.timerTimeout(ns); }

    @Override
    public void timerTimeout(ClockId clock, SigEvent event, long ns, boolean absolute, ThreadState... states) {
        clocks.timerTimeout(clock, event, ns, absolute, states);
    }

    @Override
    public void timerTimeoutTolerance(long toleranceNs) { clocks.timerTimeoutTolerance(toleranceNs); }

    // InterruptCalls.

    @Override
    public int interruptAttach(int irq, InterruptHandler handler, InterruptFlag... flags) {
        return interrupts.interruptAttach(irq, handler, flags);
    }

    @Override
    public int interruptAttachEvent(int irq, SigEvent event, InterruptFlag... flags) {
        return interrupts.interruptAttachEvent(irq, event, flags);
    }

    @Override
    public int interruptAttachEventPriority(int irq, SigEvent event, int priority, InterruptFlag... flags) {
        return interrupts.interruptAttachEventPriority(irq, event, priority, flags);
    }

    @Override
    public int interruptAttachThread(int irq, InterruptFlag... flags) { return interrupts.interruptAttachThread(irq, flags); }

    @Override
    public void interruptDetach(int id) { interrupts.interruptDetach(id); }

    @Override
    public void interruptWait() { interrupts.interruptWait(); }

    @Override
    public int interruptMask(int irq, int id) { return interrupts.interruptMask(irq, id); }

    @Override
    public int interruptUnmask(int irq, int id) { return interrupts.interruptUnmask(irq, id); }

    @Override
    public void interruptDisable() { interrupts.interruptDisable(); }

    @Override
    public void interruptEnable() { interrupts.interruptEnable(); }

    @Override
    public void interruptLock(IntrSpin lock) { interrupts.interruptLock(lock); }

    @Override
    public void interruptUnlock(IntrSpin lock) { interrupts.interruptUnlock(lock); }

    // MemoryCalls.

    @Override
    public Memory mmap(long bytes, Protection protection) { return memory.mmap(bytes, protection); }

    @Override
    public Memory mmap(long bytes, Protection protection, int object, long offset) {
        return memory.mmap(bytes, protection, object, offset);
    }

    @Override
    public void munmap(Memory from, long bytes) { memory.munmap(from, bytes); }

    @Override
    public void mprotect(Memory from, long bytes, Protection protection) { memory.mprotect(from, bytes, protection); }

    @Override
    public Memory pointer(long address) { return memory.pointer(address); }

    @Override
    public long memOffset(Memory from) { return memory.memOffset(from); }

    @Override
    public int shmOpen(String name, MemoryFlag... flags) { return memory.shmOpen(name, flags); }

    @Override
    public void ftruncate(int object, long bytes) { memory.ftruncate(object, bytes); }

    @Override
    public void shmUnlink(String name) { memory.shmUnlink(name); }

    @Override
    public int typedMemOpen(String name, TypedMemoryFlag flag) { return memory.typedMemOpen(name, flag); }

    @Override
    public void memoryClose(int object) { memory.memoryClose(object); }

    @Override
    public List<DeviceInfo> systemPage() { return memory.systemPage(); }

    @Override
    public SimRandom entropy(String stream) { return memory.entropy(stream); }

    @Override
    public List<SharedMemoryInfo> sharedMemory() { return memory.sharedMemory(); }

    @Override
    public List<MemoryInfo> memoryPage() { return memory.memoryPage(); }

    @Override
    public DeviceMemory mapDevice(long address) { return memory.mapDevice(address); }

    @Override
    public int msgSend(int coid, Memory message, int length, Memory reply, int replyLength) {
        return memory.msgSend(coid, message, length, reply, replyLength);
    }

    @Override
    public int msgReceive(int chid, Memory buffer, int length, MsgInfo info) {
        return memory.msgReceive(chid, buffer, length, info);
    }

    @Override
    public void msgReply(int rcvid, int status, Memory reply, int length) { memory.msgReply(rcvid, status, reply, length); }

    // TraceCalls.

    @Override
    public void trace(String name, long value) { traces.trace(name, value); }

    @Override
    public void traceControl(boolean isOn, String kinds) { traces.traceControl(isOn, kinds); }
}
