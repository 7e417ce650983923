package rtk.trace.analysis.blame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Writes the [History] of a world from its trace: each change of state of a thread, core, line and bus, with who caused it.
///
/// Who acts is not in every event. It is the thread or interrupt of the core that the trace spoke of last at this instant; if it spoke of
/// none, the core that handles an interrupt, else one with a thread in a kernel call, the lowest first.
final class Chronicle {
    private static final int RUNNING = ThreadState.RUNNING.ordinal();
    private static final int READY = ThreadState.READY.ordinal();
    private static final int NANOSLEEP = ThreadState.NANOSLEEP.ordinal();
    /// The interrupt of the kernel's timer.
    private static final int CORE_TIMER = 30;
    private static final int CALL_SLEEP = KernelCall.NANOSLEEP.ordinal();
    private static final int CALL_INTERRUPT_WAIT = KernelCall.INTERRUPT_WAIT.ordinal();
    private static final int CALL_SET = KernelCall.SCHED_SET.ordinal();
    private static final int ATTACH_FIRST = KernelCall.INTERRUPT_ATTACH.ordinal();
    private static final int ATTACH_LAST = KernelCall.INTERRUPT_ATTACH_THREAD.ordinal();

    final History history;
    final ThreadTracks threads = new ThreadTracks();
    private final List<CoreTrack> cores = new ArrayList<>();
    private final Devices devices;
    private final Tokens messages = new Tokens();
    private final Tokens pulses = new Tokens();
    private final Tokens frames = new Tokens();
    private final List<Boolean> partitionHasBudget = new ArrayList<>();

    private long nowNs;
    private CoreTrack acting;
    private long actingNs = -1;
    /// The record of who acts, while it stays the same.
    private long actor = History.NONE;
    private CoreTrack actorCore;
    private long actorNs = -1;
    private long timerDueNs = History.NONE;

    Chronicle(History history) {
        this.history = history;
        devices = new Devices(history);
    }

    Devices devices() { return devices; }

    /// A filtered trace may not have announced it.
    CoreTrack core(int number) {
        while (cores.size() <= number) cores.add(new CoreTrack(cores.size(), 0, history));
        return cores.get(number);
    }

    List<CoreTrack> cores() { return cores; }

    long nowNs() { return nowNs; }

    void text(int id, String text) { devices.text(id, text); }

    void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        nowNs = timeNs;
        switch (kind) {
            case THREAD_STATE -> state((int) a, (int) b, (int) c, d);
            case CALL_ENTER -> callEnter((int) a, (int) b, c, d);
            case CALL_EXIT -> callExit((int) a, (int) b);
            case MSG_SEND -> {
                acts((int) a);
                messages.put(c, actor());
            }
            case MSG_RECEIVE -> received((int) a, messages.get(c), true);
            case PULSE_SEND -> {
                if (a != 0) acts((int) a);
                pulses.put(c, actor());
            }
            case PULSE_RECEIVE -> received((int) a, pulses.get(c), false);
            case MSG_REPLY, MSG_ERROR, USER -> acts((int) a);
            case MUTEX_LOCKED, MUTEX_UNLOCKED, CONDVAR_SIGNALLED, SEM_POSTED, TIMER_SET -> acts((int) b);
            case TIMER_FIRED -> {
                handles(CORE_TIMER);
                timerDueNs = b;
                actorNs = -1;
            }
            case IRQ_ENTER, IRQ_EXIT, ISR_ENTER, ISR_EXIT, COST, CORE_MASKED, CORE_UNMASKED -> core(kind, a, b, c, d);
            case IRQ_ASSERTED -> devices.rise(timeNs, (int) a, (int) b);
            case IRQ_DELIVERED -> {
                handles((int) a);
                told((int) b);
            }
            case IRQ_MASKED -> line((int) a, b).mask(timeNs);
            case IRQ_UNMASKED -> {
                if (b != 0) acts((int) b);
                if (c == 0) line((int) a, b).unmask(timeNs, b == 0 ? History.NONE : actor());
            }
            case THREAD_PRIORITY -> change((int) a, ThreadWord.withPriority(threads.word((int) a), c));
            case THREAD_BUDGET -> change((int) a, ThreadWord.withExhausted(threads.word((int) a), b == 0));
            case PARTITION_JOINED, PARTITION_BUDGET -> partition(kind, a, b, c);
            case JOB_STARTED -> mark((int) a, Mark.JOB_STARTED, History.NONE);
            case FRAME_QUEUED, FRAME_START, FRAME_END, FRAME_ERROR -> frame(kind, a, b, c, d);
            case THREAD_CREATED -> threads.create((int) a, (int) b, (int) c, d);
            case CORE -> addCore((int) a, b);
            case DEVICE -> devices.add((int) a, b, c, (int) d);
            case DEVICE_NOTE -> devices.note((int) a, b, c);
            default -> {
                // Changes nothing that time passes in.
            }
        }
    }

    // Who acts.

    /// `thread` acts, on its core.
    private void acts(int thread) {
        CoreTrack core = coreOf(thread);
        if (core != null && core.thread == thread) acts(core);
    }

    private void acts(CoreTrack core) {
        acting = core;
        actingNs = nowNs;
    }

    private CoreTrack coreOf(int thread) {
        int core = threads.core(thread);
        return core >= 0 && core < cores.size() ? cores.get(core) : null;
    }

    /// @return record of who acts now, or [History#NONE] if it comes from outside
    long actor() {
        CoreTrack core = actingNs == nowNs && acting.canAct(nowNs) ? acting : guess();
        if (core == null) return History.NONE;
        if (actorNs == nowNs && actorCore == core) return actor;
        if (core.inInterrupt()) {
            actor = history.append(nowNs, 0, History.NONE, core.at, core.word, History.NONE, Mark.of(Mark.ACTOR, 0, core.number),
                    timerDueNs);
        } else {
            int thread = core.inCall() ? core.thread : core.lastLeftNs == nowNs ? core.lastThread : 0;
            if (thread == 0) return History.NONE;
            actor = actor(core, thread);
        }
        actorNs = nowNs;
        actorCore = core;
        return actor;
    }

    private long actor(CoreTrack core, int thread) {
        return history.append(nowNs, threads.word(thread), threads.at(thread), core.at, core.word, History.NONE,
                Mark.of(Mark.ACTOR, thread, core.number), History.NONE);
    }

    private CoreTrack guess() {
        CoreTrack calling = null;
        for (int number = 0; number < cores.size(); number++) {
            CoreTrack core = cores.get(number);
            if (!core.canAct(nowNs)) continue;
            if (core.inInterrupt()) return core;
            if (calling == null) calling = core;
        }
        return calling;
    }

    /// A core that handles interrupt `irq` acts, if there is one.
    private void handles(int irq) {
        if (actingNs == nowNs && acting.inInterrupt() && acting.irq() == irq) return;
        for (int number = 0; number < cores.size(); number++) {
            CoreTrack core = cores.get(number);
            if (!core.inInterrupt() || core.irq() != irq) continue;
            acts(core);
            return;
        }
    }

    /// @return record of the thread or handler that writes to a register of `device` now, or [History#NONE]
    private long driverOf(int device) {
        if (!devices.isRegistered(device)) return History.NONE;
        int board = devices.boardOf(device);
        int owner = devices.ownerOf(device);
        CoreTrack found = null;
        for (CoreTrack core : cores) {
            if (core.board != board || (core.thread == 0 && !core.inInterrupt())) continue;
            if (found == null || (owner != 0 && threads.process(core.thread) == owner && !core.inInterrupt())) found = core;
        }
        if (found == null) return History.NONE;
        if (!found.inInterrupt()) return actor(found, found.thread);
        return history.append(nowNs, 0, History.NONE, found.at, found.word, History.NONE, Mark.of(Mark.ACTOR, 0, found.number),
                History.NONE);
    }

    // Threads.

    private void state(int thread, int state, int coreNumber, long on) {
        threads.reserve(thread);
        long before = threads.word(thread);
        int was = ThreadWord.state(before);
        long record;
        if (was == RUNNING) {
            CoreTrack core = coreOf(thread);
            record = history.append(nowNs, before, threads.at(thread), core.at, core.word, History.NONE,
                    Mark.of(Mark.STATE, thread, 0), History.NONE);
            if (core.thread == thread) {
                if (state != ThreadState.DEAD.ordinal()) acts(core);
                core.leave(nowNs);
            }
        } else if (state == RUNNING) {
            CoreTrack core = core(coreNumber);
            record = history.append(nowNs, before, threads.at(thread), core.at, core.word, History.NONE,
                    Mark.of(Mark.STATE, thread, 0), History.NONE);
            threads.setCore(thread, coreNumber);
            actorNs = -1;
            core.run(nowNs, thread, ThreadWord.priority(before), threads.call(thread));
            acts(core);
        } else {
            record = woken(thread, was);
        }
        threads.set(thread, ThreadWord.withState(before, state), record, on, nowNs);
    }

    /// A thread that did not run goes from one state to another.
    private long woken(int thread, int was) {
        long before = threads.word(thread);
        if (was == READY) {
            CoreTrack core = coreOf(thread) == null ? core(0) : coreOf(thread);
            return history.append(nowNs, before, threads.at(thread), core.at, core.word, History.NONE,
                    Mark.of(Mark.STATE, thread, 0), History.NONE);
        }
        if (was == NANOSLEEP) handles(CORE_TIMER);
        long by = actor();
        long dueNs = was == NANOSLEEP ? threads.sleepDueNs(thread, nowNs) : History.NONE;
        threads.wokenBy(thread, by);
        return history.append(nowNs, before, threads.at(thread), History.NONE, 0, by,
                Mark.of(Mark.STATE, thread, threads.waitsOn(thread)), dueNs);
    }

    /// The word of a thread changes and its state does not; of a ready thread the time before belongs to the word before.
    private void change(int thread, long word) {
        threads.reserve(thread);
        if (ThreadWord.state(word) == READY && word != threads.word(thread)) threads.setAt(thread, woken(thread, READY));
        threads.setWord(thread, word);
        CoreTrack core = coreOf(thread);
        if (core != null && core.thread == thread) core.priority(nowNs, ThreadWord.priority(word));
    }

    /// A running thread passes a point of its life.
    private void mark(int thread, int kind, long link) {
        CoreTrack core = coreOf(thread);
        if (core == null) return;
        actorNs = -1;
        threads.setAt(thread, history.append(nowNs, threads.word(thread), threads.at(thread), core.at, core.word, link,
                Mark.of(kind, thread, 0), History.NONE));
    }

    private void callEnter(int thread, int call, long arg0, long arg1) {
        call(thread, call);
        if (call == CALL_SLEEP) threads.sleepAsked(thread, arg0);
        else if (call == CALL_SET) threads.setBase(thread, arg0, arg1);
        else if (call >= ATTACH_FIRST && call <= ATTACH_LAST) line((int) arg0, thread).owner = threads.process(thread);
    }

    /// An interrupt that came while the thread did not wait for it is taken now.
    private void callExit(int thread, int call) {
        if (call == CALL_INTERRUPT_WAIT) {
            long token = threads.takeToken(thread);
            if (token != History.NONE) mark(thread, Mark.RECEIVED, token);
        }
        call(thread, -1);
    }

    /// An interrupt is for `thread`; 0 if it is for a pulse.
    private void told(int thread) {
        if (thread != 0 && !ThreadWord.is(threads.word(thread), ThreadState.INTR)) threads.keepToken(thread, actor());
    }

    private void call(int thread, int call) {
        threads.setCall(thread, call);
        CoreTrack core = coreOf(thread);
        if (core == null || core.thread != thread) return;
        acts(core);
        core.call(nowNs, call);
    }

    private void received(int thread, long token, boolean message) {
        acts(thread);
        if (token != History.NONE && token != threads.wokenBy(thread)) mark(thread, Mark.RECEIVED, token);
        long client = message && history.has(token) ? Mark.thread(history.get(token, History.MARK)) : 0;
        threads.setWord(thread, ThreadWord.withClient(threads.word(thread), client));
    }

    private void partition(EventKind kind, long a, long b, long c) {
        if (kind == EventKind.PARTITION_JOINED) {
            threads.join((int) a, (int) b, c != 0);
            change((int) a, ThreadWord.withExhausted(threads.word((int) a), !hasBudget((int) b) && c == 0));
            return;
        }
        while (partitionHasBudget.size() <= a) partitionHasBudget.add(true);
        partitionHasBudget.set((int) a, b != 0);
        for (int thread = 1; thread < threads.count(); thread++) {
            if (threads.pays(thread, (int) a)) change(thread, ThreadWord.withExhausted(threads.word(thread), b == 0));
        }
    }

    private boolean hasBudget(int partition) {
        return partition >= partitionHasBudget.size() || partitionHasBudget.get(partition);
    }

    // Cores, lines, buses.

    private void addCore(int number, long boardText) {
        int board = devices.board(boardText);
        while (cores.size() <= number) cores.add(new CoreTrack(cores.size(), board, history));
    }

    private void core(EventKind kind, long a, long b, long c, long d) {
        CoreTrack core = core((int) a);
        acts(core);
        actorNs = -1;
        switch (kind) {
            case IRQ_ENTER -> {
                long line = devices.line(core.board, (int) b).enter(nowNs, Mark.of(Mark.LINE, core.board, b));
                core.enterIrq(nowNs, (int) b, line);
            }
            case IRQ_EXIT -> core.exitIrq(nowNs);
            case ISR_ENTER -> core.handler(nowNs, c);
            case ISR_EXIT -> core.handler(nowNs, 0);
            case CORE_MASKED -> core.mask(nowNs, true);
            case CORE_UNMASKED -> core.mask(nowNs, false);
            default -> {
                if (d != 0) core.switchTo(nowNs, d, ThreadWord.priority(threads.word((int) d)));
            }
        }
        timerDueNs = History.NONE;
    }

    /// @param thread who masks it, 0 for the interrupt that is being handled
    private LineTrack line(int irq, long thread) {
        CoreTrack core = thread != 0 ? coreOf((int) thread) : actingNs == nowNs ? acting : guess();
        return devices.line(core == null ? 0 : core.board, irq);
    }

    private void frame(EventKind kind, long bus, long b, long c, long d) {
        BusTrack track = devices.bus((int) bus);
        if (track == null) return;
        switch (kind) {
            case FRAME_QUEUED -> frames.put(c, history.append(nowNs, d, History.NONE, History.NONE, 0, driverOf((int) b),
                    Mark.of(Mark.QUEUED, 0, b), History.NONE));
            case FRAME_START -> track.start(nowNs, b, d, frames.get(c));
            case FRAME_END -> track.end(nowNs);
            default -> track.error(nowNs);
        }
    }

    /// Record of the frame's queuing.
    long queued(long frame) { return frames.get(frame); }

    @Override
    public String toString() { return "at " + nowNs + " " + Arrays.toString(cores.toArray()); }
}
