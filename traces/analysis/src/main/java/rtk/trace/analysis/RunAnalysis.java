package rtk.trace.analysis;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.TraceSink;

/// Measures a run while it happens, or from its trace file: latency paths, tasks, messages, buses, cores and threads.
///
/// Give it all events of the run from the first one on, then [#finish]. Results may be asked for at any time; they hold for
/// what was seen so far. Memory grows with the number of things in the world and with open samples, not with the run.
///
/// Not thread-safe.
public final class RunAnalysis implements TraceSink {
    private static final int CALLS_OF_ATTACH_FROM = KernelCall.INTERRUPT_ATTACH.ordinal();
    private static final int CALLS_OF_ATTACH_TO = KernelCall.INTERRUPT_ATTACH_THREAD.ordinal();
    private static final PathMeter[] NOBODY = {};
    /// Of longer deadlines, what is kept beforehand for jobs that are released late.
    private static final long BACKDATING_EXPECTED_NS = 100_000_000;

    private final WorldNames names = new WorldNames();
    private final ProcessorMeter processors = new ProcessorMeter();
    private final List<PathMeter> paths = new ArrayList<>();
    private final List<MessageMeter> messages = new ArrayList<>();
    private final List<BusSpec> busSpecs;
    private final List<BusMeter> buses = new ArrayList<>();
    private final List<TaskMeter> tasks = new ArrayList<>();
    private final List<TaskMeter> taskOfThread = new ArrayList<>();
    private final PathMeter[][] byKind = new PathMeter[EventKind.count()][];
    private IntervalSink intervalSink;
    private long intervalNs = Long.MAX_VALUE;
    private long intervalStartNs;
    private long nowNs;
    /// The longest that a sample has begun before the event that opened it.
    private long backdatedNs;
    private SampleListener listener = (series, startNs, endNs) -> {};

    /// @throws IllegalArgumentException if a trace point cannot be read, or two paths have one name
    public RunAnalysis(List<PathSpec> paths) { this(paths, List.of(), List.of()); }

    /// @param messages whose response times are wanted
    /// @param buses what is known of buses; those that the trace names need not be here
    /// @throws IllegalArgumentException if a trace point cannot be read, or two paths have one name
    public RunAnalysis(List<PathSpec> paths, List<MessageSpec> messages, List<BusSpec> buses) {
        for (PathSpec path : paths) {
            if (path(path.name()) != null) throw new IllegalArgumentException("two paths are called " + path.name());
            this.paths.add(new PathMeter(path, point(path, path.from()), point(path, path.to()), names, this::ended));
        }
        for (MessageSpec message : messages) this.messages.add(new MessageMeter(message, this::ended));
        busSpecs = List.copyOf(buses);
        for (EventKind kind : EventKind.values()) {
            byKind[kind.ordinal()] = this.paths.stream().filter(path -> path.kinds().contains(kind)).toList().toArray(NOBODY);
        }
    }

    /// Hands the samples of every `intervalNs` of simulated time to `sink`; to be called before the first event. More than one
    /// sink may listen, all at the same interval.
    ///
    /// @throws IllegalArgumentException if the interval is not above 0, or another sink has another one
    public void everyInterval(long newIntervalNs, IntervalSink sink) {
        if (newIntervalNs <= 0 || (intervalSink != null && newIntervalNs != intervalNs)) {
            throw new IllegalArgumentException("an interval of " + newIntervalNs + " ns cannot be kept");
        }
        intervalNs = newIntervalNs;
        intervalSink = intervalSink == null ? sink : both(intervalSink, sink);
        for (PathMeter path : paths) path.samples().keepIntervals();
    }

    /// Tells `newListener` of every sample, in place of whom it told before.
    public void listen(SampleListener newListener) { listener = newListener; }

    private void ended(Series series, long startNs, long endNs) { listener.sample(series, startNs, endNs); }

    /// How far back somebody who explains samples needs the past: to the start of the oldest open sample, or of one that may yet open, which
    /// may begin as long before its event as any has so far.
    public long neededSinceNs() {
        long oldest = nowNs;
        for (PathMeter path : paths) oldest = earlier(oldest, path.oldestOpenNs());
        for (TaskMeter task : tasks) oldest = earlier(oldest, task.oldestOpenNs());
        for (MessageMeter message : messages) oldest = earlier(oldest, message.oldestOpenNs());
        return oldest - backdatedNs;
    }

    private static long earlier(long one, long other) { return other < 0 ? one : Math.min(one, other); }

    @Override
    public void text(int id, String text) {
        names.text(id, text);
        for (PathMeter path : paths) {
            path.from().text(id, text);
            path.to().text(id, text);
        }
    }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        nowNs = timeNs;
        if (timeNs - intervalStartNs >= intervalNs) endIntervals(timeNs);
        switch (kind) {
            case DEVICE, PROCESS_CREATED, THREAD_CREATED, CHANNEL_CREATED, OBJECT_CREATED -> created(kind, a, b, c, d, e);
            case IRQ_ASSERTED, PULSE_RECEIVE -> names.learn(kind, a, b, c, d, e);
            case CALL_ENTER -> {
                if (b >= CALLS_OF_ATTACH_FROM && b <= CALLS_OF_ATTACH_TO) names.attached(c, a);
            }
            case CORE, IRQ_ENTER, IRQ_EXIT, THREAD_STATE -> processors.event(timeNs, kind, a, b, c);
            case FRAME_QUEUED, FRAME_START, FRAME_END, FRAME_DROPPED -> frame(timeNs, kind, a, b, c, d, e);
            case TIMER_FIRED -> {
                if (b > 0) backdatedNs = Math.max(backdatedNs, timeNs - b);
            }
            case JOB_RELEASED, JOB_COMPLETED, JOB_MISSED, JOB_ABANDONED -> {
                if (kind == EventKind.JOB_RELEASED) backdate(timeNs, c, d);
                job(timeNs, kind, (int) a, b, c);
            }
            default -> {}
        }
        for (PathMeter path : byKind[kind.ordinal()]) path.event(timeNs, kind, a, b, c, d, e);
    }

    /// The run is over.
    ///
    /// @param endNs instant of its end; the time of the last event if that is later
    public void finish(long endNs) {
        nowNs = Math.max(nowNs, endNs);
        if (intervalSink == null) return;
        if (nowNs - intervalStartNs >= intervalNs) endIntervals(nowNs);
        handOut(nowNs);
    }

    /// Simulated time of the last event, or of the end.
    public long nowNs() { return nowNs; }

    /// One result per path, in the order given.
    public List<LatencyResult> latencies() {
        return paths.stream().map(path -> path.samples().result(path.spec().name())).toList();
    }

    /// The result of a path.
    ///
    /// @throws IllegalArgumentException if there is no such path
    public LatencyResult latency(String path) { return known(path).samples().result(path); }

    /// All samples of a path in ns. The live object: to be copied by those who want to keep it.
    ///
    /// @throws IllegalArgumentException if there is no such path
    public Histogram histogram(String path) { return known(path).samples().histogram(); }

    /// Interrupts of a path that were served by polling, before a core took them.
    public long withdrawn(String path) { return known(path).withdrawn(); }

    /// Age in ns of the oldest sample of the path that is still open, 0 if none is.
    public long openNs(String path) { return age(known(path).oldestOpenNs()); }

    /// One result per task that was released, in the order of first release.
    public List<TaskResult> tasks() { return tasks.stream().map(TaskMeter::result).toList(); }

    /// Response times of a task in ns, or null if it was never released.
    public Histogram taskHistogram(String task) {
        TaskMeter meter = task(task);
        return meter == null ? null : meter.responses().histogram();
    }

    /// One result per message, in the order given.
    public List<MessageResult> messages() { return messages.stream().map(message -> message.result(nowNs)).toList(); }

    /// Response times of a message in ns, or null if none is called so.
    public Histogram messageHistogram(String message) {
        MessageMeter meter = message(message);
        return meter == null ? null : meter.responses().histogram();
    }

    /// One result per bus of the trace, in the order of the trace.
    public List<BusResult> buses() { return buses.stream().map(bus -> bus.result(nowNs)).toList(); }

    /// One result per core, by number.
    public List<CoreResult> cores() { return processors.results(nowNs); }

    /// One result per thread, by number.
    public List<ThreadResult> threads() {
        processors.settleAll(nowNs);
        List<ThreadResult> results = new ArrayList<>();
        for (int number = 1; number < names.threadCount(); number++) {
            WorldNames.ThreadName thread = names.thread(number);
            if (thread == null) continue;
            results.add(new ThreadResult(number, names.process(thread.process()), thread.name(), thread.tid(),
                    processors.cpuNs(number)));
        }
        return results;
    }

    /// @return null if there is none
    PathMeter path(String name) {
        return paths.stream().filter(path -> path.spec().name().equals(name)).findFirst().orElse(null);
    }

    /// @return null if there is none
    TaskMeter task(String name) { return tasks.stream().filter(task -> task.name().equals(name)).findFirst().orElse(null); }

    /// @return null if there is none
    MessageMeter message(String name) {
        return messages.stream().filter(message -> message.name().equals(name)).findFirst().orElse(null);
    }

    /// For how long something has been open that began at `startNs`; 0 if that is negative.
    long age(long startNs) { return startNs < 0 ? 0 : nowNs - startNs; }

    private void created(EventKind kind, long a, long b, long c, long d, long e) {
        names.learn(kind, a, b, c, d, e);
        for (PathMeter path : paths) {
            path.from().created(kind, (int) a);
            path.to().created(kind, (int) a);
        }
        if (kind != EventKind.DEVICE) return;
        String name = names.device(a);
        String role = names.role(a);
        for (MessageMeter message : messages) message.device(a, name, role);
        if (role.endsWith("-bus")) buses.add(new BusMeter((int) a, name, bitrateHz(name)));
    }

    private void frame(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        switch (kind) {
            case FRAME_QUEUED -> {
                for (MessageMeter message : messages) message.queued(a, c, d, timeNs);
            }
            case FRAME_START -> {
                BusMeter bus = bus(a);
                if (bus != null) bus.started(timeNs, e);
            }
            case FRAME_END -> {
                BusMeter bus = bus(a);
                if (bus != null) bus.ended(timeNs);
                for (MessageMeter message : messages) message.sent(b, timeNs);
            }
            default -> {
                for (MessageMeter message : messages) message.dropped(c);
            }
        }
    }

    /// A job is released now that was due at `nominalNs`; the next one may be as late as its deadline allows.
    private void backdate(long timeNs, long nominalNs, long deadlineNs) {
        long allowedNs = Math.min(deadlineNs - nominalNs, BACKDATING_EXPECTED_NS);
        backdatedNs = Math.max(backdatedNs, Math.max(timeNs - nominalNs, allowedNs));
    }

    private void job(long timeNs, EventKind kind, int thread, long job, long nominalNs) {
        while (taskOfThread.size() <= thread) taskOfThread.add(null);
        TaskMeter task = taskOfThread.get(thread);
        if (task == null) {
            task = new TaskMeter(names.task(thread), this::ended);
            taskOfThread.set(thread, task);
            tasks.add(task);
        }
        switch (kind) {
            case JOB_RELEASED -> task.released(job, nominalNs);
            case JOB_COMPLETED -> task.completed(job, timeNs);
            case JOB_MISSED -> task.missed();
            default -> task.abandoned(job);
        }
    }

    private BusMeter bus(long number) {
        for (BusMeter bus : buses) {
            if (bus.number() == number) return bus;
        }
        return null;
    }

    private long bitrateHz(String bus) {
        return busSpecs.stream().filter(spec -> spec.name().equals(bus)).mapToLong(BusSpec::bitrateHz).findFirst().orElse(0);
    }

    /// Hands out the interval that is over, and leaves out those after it in which nothing happened.
    private void endIntervals(long timeNs) {
        handOut(intervalStartNs + intervalNs);
        intervalStartNs = timeNs / intervalNs * intervalNs;
    }

    private void handOut(long endNs) {
        for (PathMeter path : paths) {
            Histogram interval = path.samples().interval();
            if (interval.getTotalCount() == 0) continue;
            intervalSink.interval(path.spec().name(), intervalStartNs, endNs, interval);
            interval.reset();
        }
    }

    private PathMeter known(String name) {
        PathMeter path = path(name);
        if (path == null) throw new IllegalArgumentException("no path is called " + name);
        return path;
    }

    private static TracePoint point(PathSpec path, String text) {
        Parsed<TracePoint> parsed = TracePoint.parse(text);
        if (!parsed.isValid()) throw new IllegalArgumentException("path " + path.name() + ": " + parsed.problem().message());
        return parsed.value();
    }

    private static IntervalSink both(IntervalSink first, IntervalSink second) {
        return (path, startNs, endNs, histogram) -> {
            first.interval(path, startNs, endNs, histogram);
            second.interval(path, startNs, endNs, histogram);
        };
    }
}
