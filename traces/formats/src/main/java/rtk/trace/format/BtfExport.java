package rtk.trace.format;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;
import java.util.TreeSet;
import rtk.trace.EventKind;
import rtk.trace.Names;
import rtk.trace.ThreadState;

/// A trace in the Best Trace Format 2.2.0 (Eclipse AutoAnalyze, "BTF Specification"), for Trace Compass and timing tools of the
/// automotive trade: times in ns.
///
/// - A task of the scenario is a task `T` with one instance per job: activated by a stimulus at its release, started, preempted, resumed,
///   terminated. A job that is given up is terminated with the note `abandoned`.
/// - Any other thread is a task with one instance that waits and is released: activated when created, terminated at its end.
/// - An interrupt is a process `I` on the core that takes it; what it interrupts is preempted meanwhile.
/// - A mutex is a semaphore `SEM`: assigned and released.
/// - A frame on a bus is an instance of a task on the bus as a core.
///
/// A simulation has no date: `#creationDate` is the epoch.
public final class BtfExport implements TraceExport {
    private final LineOutput out;
    private final Names names = new Names();
    private final TreeMap<Long, Task> tasks = new TreeMap<>();
    private final TreeMap<Long, Core> cores = new TreeMap<>();
    private final TreeMap<Long, Long> interrupts = new TreeMap<>();
    private final TreeMap<Long, String> frames = new TreeMap<>();
    private final TreeSet<Long> mutexes = new TreeSet<>();
    private final TreeSet<String> taskNames = new TreeSet<>();

    private static final class Task {
        final String name;
        long core;
        /// The job that runs; −1 between jobs.
        long instance;
        boolean isProgram = true;
        boolean isStarted;
        boolean isRunning;
        boolean isWaiting;

        Task(String name) { this.name = name; }
    }

    private record Interrupt(long irq, long instance) {}

    private static final class Core {
        long thread;
        final Deque<Interrupt> nested = new ArrayDeque<>();
        /// An interrupt is over and its thread may go on, unless it is preempted at the same instant.
        boolean isReturning;
        long returnNs;
    }

    public BtfExport(Appendable out, String creator) {
        this.out = new LineOutput(out);
        this.out.write("#version 2.2.0\n#creator " + creator + "\n#creationDate 1970-01-01T00:00:00Z\n#timeScale ns\n");
    }

    @Override
    public void text(int id, String text) { names.text(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        names.event(timeNs, kind, a, b, c, d, e);
        if (kind == EventKind.THREAD_STATE && ThreadState.ofNumber(b) != ThreadState.RUNNING) notReturning(timeNs, a, c);
        settle(timeNs, kind);
        switch (kind) {
            case THREAD_CREATED -> {
                var task = new Task(taskName(a, c, names.text(e)));
                tasks.put(a, task);
                line(timeNs, task.name, 0, "T", task.name, 0, "activate", "");
            }
            case THREAD_STATE -> state(timeNs, a, ThreadState.ofNumber(b), c);
            case JOB_RELEASED -> released(timeNs, task(a), b - 1);
            case JOB_STARTED -> started(timeNs, task(a), b - 1);
            case JOB_COMPLETED -> ended(timeNs, task(a), "");
            case JOB_ABANDONED -> ended(timeNs, task(a), "abandoned");
            case IRQ_ENTER -> enter(timeNs, a, b);
            case IRQ_EXIT -> exit(timeNs, a);
            case MUTEX_LOCKED -> mutex(timeNs, a, b, "requestsemaphore", "lock", "assigned", 1);
            case MUTEX_UNLOCKED -> mutex(timeNs, a, b, "", "unlock", "released", 0);
            case FRAME_START -> {
                String name = word(names.device(b) + "_0x" + Long.toHexString(d & 0x1fff_ffff));
                frames.put(a, name);
                line(timeNs, name, c, "T", name, c, "activate", "");
                line(timeNs, word(names.device(a)), 0, "T", name, c, "start", "");
            }
            case FRAME_END -> frameEnd(timeNs, a, b, "");
            case FRAME_ERROR -> frameEnd(timeNs, a, c, names.text(d) + " error");
            default -> {}
        }
    }

    @Override
    public void finish() throws IOException {
        settle(Long.MAX_VALUE, null);
        out.check();
    }

    /// Its own name, if it has one and nobody else has.
    private String taskName(long thread, long tid, String own) {
        boolean isNamed = !own.isEmpty() && !own.equals(Long.toString(tid)) && taskNames.add(word(own));
        return word(isNamed ? own : names.thread(thread));
    }

    private Task task(long thread) { return tasks.computeIfAbsent(thread, number -> new Task(word(names.thread(number)))); }

    private Core core(long number) { return cores.computeIfAbsent(number, id -> new Core()); }

    private static String coreName(long number) { return "Core_" + number; }

    private void released(long timeNs, Task task, long job) {
        if (task.isProgram) { // a task of the scenario, as is known now
            task.isProgram = false;
            if (task.isStarted && task.isRunning) line(timeNs, coreName(task.core), 0, "T", task.name, 0, "terminate", "set-up");
            task.instance = -1;
            task.isStarted = false;
            task.isRunning = false;
        }
        line(timeNs, "SIM", -1, "STI", "STI_" + task.name, job, "trigger", "");
        line(timeNs, "STI_" + task.name, job, "T", task.name, job, "activate", "");
    }

    private void started(long timeNs, Task task, long job) {
        task.instance = job;
        task.isStarted = true;
        task.isRunning = true;
        line(timeNs, coreName(task.core), 0, "T", task.name, job, "start", "");
    }

    private void ended(long timeNs, Task task, String note) {
        if (task.isStarted) line(timeNs, coreName(task.core), 0, "T", task.name, task.instance, "terminate", note);
        task.isStarted = false;
        task.isRunning = false;
        task.instance = -1;
    }

    private void state(long timeNs, long thread, ThreadState state, long number) {
        Task task = task(thread);
        Core core = core(number);
        if (state == ThreadState.RUNNING) {
            task.core = number;
            core.thread = thread;
            if (task.isProgram && !task.isStarted) started(timeNs, task, 0);
            else resume(timeNs, task);
            return;
        }
        if (core.thread == thread) core.thread = 0;
        if (!task.isStarted) return;
        switch (state) {
            case READY -> {
                if (task.isWaiting) line(timeNs, coreName(task.core), 0, "T", task.name, task.instance, "release", "");
                task.isWaiting = false;
                preempt(timeNs, task);
            }
            case DEAD -> ended(timeNs, task, "");
            default -> {
                if (!task.isWaiting) {
                    resume(timeNs, task); // waits are left from RUNNING only
                    line(timeNs, coreName(task.core), 0, "T", task.name, task.instance, "wait", state.name());
                }
                task.isWaiting = true;
                task.isRunning = false;
            }
        }
    }

    private void preempt(long timeNs, Task task) {
        if (task.isStarted && task.isRunning) line(timeNs, coreName(task.core), 0, "T", task.name, task.instance, "preempt", "");
        task.isRunning = false;
    }

    private void resume(long timeNs, Task task) {
        if (!task.isStarted || task.isRunning || task.isWaiting) return;
        task.isRunning = true;
        line(timeNs, coreName(task.core), 0, "T", task.name, task.instance, "resume", "");
    }

    private void enter(long timeNs, long number, long irq) {
        Core core = core(number);
        Interrupt outer = core.nested.peek();
        if (outer != null) line(timeNs, coreName(number), 0, "I", irqName(outer.irq), outer.instance, "preempt", "");
        else if (core.thread != 0) preempt(timeNs, task(core.thread));
        var interrupt = new Interrupt(irq, interrupts.merge(irq, 1L, Long::sum) - 1);
        core.nested.push(interrupt);
        line(timeNs, irqName(irq), interrupt.instance, "I", irqName(irq), interrupt.instance, "activate", "");
        line(timeNs, coreName(number), 0, "I", irqName(irq), interrupt.instance, "start", "");
    }

    private static String irqName(long irq) { return "IRQ_" + irq; }

    private void exit(long timeNs, long number) {
        Core core = core(number);
        Interrupt interrupt = core.nested.poll();
        if (interrupt == null) return;
        line(timeNs, coreName(number), 0, "I", irqName(interrupt.irq), interrupt.instance, "terminate", "");
        Interrupt outer = core.nested.peek();
        if (outer != null) {
            line(timeNs, coreName(number), 0, "I", irqName(outer.irq), outer.instance, "resume", "");
            return;
        }
        core.isReturning = core.thread != 0;
        core.returnNs = timeNs;
    }

    private void notReturning(long timeNs, long thread, long number) {
        Core core = core(number);
        if (core.isReturning && core.thread == thread && core.returnNs == timeNs) core.isReturning = false;
    }

    private void settle(long timeNs, EventKind kind) {
        for (Core core : cores.values()) {
            // The next thing a core does at the instant of its return is told after; another interrupt leaves the thread preempted.
            if (!core.isReturning || (core.returnNs == timeNs && kind != EventKind.IRQ_ENTER)) continue;
            core.isReturning = false;
            if (core.returnNs < timeNs && core.thread != 0) resume(core.returnNs, task(core.thread));
        }
    }

    private void mutex(long timeNs, long mutex, long thread, String request, String own, String outcome, int count) {
        Task task = task(thread);
        String name = word(names.object(mutex));
        if (mutexes.add(mutex)) line(timeNs, name, 0, "SEM", name, 0, "ready", "0");
        if (!request.isEmpty()) line(timeNs, task.name, task.instance, "SEM", name, 0, request, "0");
        line(timeNs, name, 0, "SEM", name, 0, own, Integer.toString(count));
        line(timeNs, task.name, task.instance, "SEM", name, 0, outcome, "1");
    }

    private void frameEnd(long timeNs, long bus, long frame, String note) {
        String name = frames.remove(bus);
        if (name != null) line(timeNs, word(names.device(bus)), 0, "T", name, frame, "terminate", note);
    }

    private void line(long timeNs, String source, long instance, String type, String target, long targetInstance, String event,
            String note) {
        out.write(timeNs + "," + source + "," + instance + "," + type + "," + target + "," + targetInstance + "," + event
                + (note.isEmpty() ? "" : "," + note) + "\n");
    }

    /// Commas end a field.
    private static String word(String name) { return name.replaceAll("[,\\s]", "_"); }
}
