package rtk.trace.mqtt;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;
import rtk.trace.analysis.LatencyResult;
import rtk.trace.file.TraceFileWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Publishes a run while it happens: status, manifest, latencies, service times, alerts and the trace itself.
///
/// A sink like any other. What it says, and at which simulated instants, is a function of the events alone: one
/// round per interval of simulated time, before the first event at or after its end. Encoding, network and waiting are the business of a
/// thread of its own; the simulation's thread waits only in [Mode#LOSSLESS], when the queue is full. Nothing here throws at the
/// simulation: a broker that is not there, or goes away for good, is told by [#problem].
///
/// Order of use: construct, [#connect], events, [#finish]. Put it *before* the analysis that is its [LatencySource], so that
/// a round speaks of the interval that has just ended.
public final class MqttPublisher implements TraceSink, Closeable {
    /// What to do when messages come faster than the broker takes them.
    public enum Mode {
        /// The simulation waits. Every batch of the trace arrives.
        LOSSLESS,
        /// The simulation never waits: trace batches and alerts are dropped and counted, their `seq` shows the gap, and rounds of
        /// latencies are put together, which loses nothing of the histograms.
        SUMMARY
    }

    /// How a run ended.
    public enum Ending {
        FINISHED("finished"), FAILED("failed"), INTERRUPTED("interrupted");

        private final String word;

        Ending(String word) { this.word = word; }
    }

    /// Stream name of the trace batches.
    public static final String EVENTS = "events";
    /// Between two rounds, simulated.
    public static final long INTERVAL_NS = 100_000_000;
    /// A network may be away for half a minute.
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long CLOSE_WAIT_NS = TimeUnit.SECONDS.toNanos(5);

    /// Memory that a small JSON message holds before it is encoded, about.
    private static final int JSON_WEIGHT = 500;

    private final RunTopics topics;
    private final String manifestJson;
    private final LatencySource latencies;
    private final Mode mode;
    private final long patienceNs;
    private final Outbox outbox;
    private final ServerTimings timings = new ServerTimings();
    private final BatchChannel batches = new BatchChannel(this::publishBatch);
    private final TraceFileWriter trace;
    /// Last number given out, by topic.
    private final Map<String, Long> seqs = new TreeMap<>();
    /// What of each path is published already.
    private final Map<String, Histogram> published = new TreeMap<>();
    private long nextRoundNs = INTERVAL_NS;
    private boolean connected;
    private boolean finished;
    private long droppedBatches;
    private long droppedAlerts;
    /// Read by the outbox's thread for the last will.
    private volatile long nowNs;

    /// @param broker where to publish
    /// @param topics which run
    /// @param manifestJson what the run is, a JSON object; published as it is, with `contract`, `seq` and `simNs` added, and in the head of the trace stream
    /// @param latencies asked at each round, on the thread that brings the events
    /// @throws IllegalArgumentException in one line, if the manifest is no JSON object
    public MqttPublisher(BrokerUrl broker, RunTopics topics, String manifestJson, LatencySource latencies, Mode mode) {
        this(broker, topics, manifestJson, latencies, mode, PATIENCE_NS);
    }

    /// @param patienceNs host time without an acknowledgement after which to give up
    MqttPublisher(BrokerUrl broker, RunTopics topics, String manifestJson, LatencySource latencies, Mode mode, long patienceNs) {
        this.topics = topics;
        this.manifestJson = manifestJson;
        this.latencies = latencies;
        this.mode = mode;
        this.patienceNs = patienceNs;
        if (!(Json.parse(manifestJson.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode)) {
            throw new IllegalArgumentException("manifest: expected a JSON object");
        }
        String clientId = "rtk-" + Long.toHexString(ProcessHandle.current().pid()) + "-" + Long.toHexString(System.nanoTime());
        outbox = new Outbox(broker, clientId, topics.status(), this::lastWill, patienceNs);
        trace = new TraceFileWriter(batches, manifestJson);
    }

    /// Connects and publishes status `running` and the manifest. Takes a few seconds at most.
    ///
    /// @return false if the broker cannot be reached: [#problem] says why, and all events are ignored
    public boolean connect() {
        connected = outbox.start();
        if (!connected) return false;
        send(topics.status(), true, 0, object -> object.put("status", "running"));
        send(topics.manifest(), true, 0, object -> {
            ObjectNode manifest = (ObjectNode) Json.parse(manifestJson.getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, JsonNode> entry : manifest.properties()) object.putIfAbsent(entry.getKey(), entry.getValue());
        });
        return true;
    }

    @Override
    public void text(int id, String text) {
        if (!connected || finished) return;
        timings.text(id, text);
        trace.text(id, text);
    }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        if (!connected || finished) return;
        if (timeNs >= nextRoundNs) {
            long endNs = timeNs - timeNs % INTERVAL_NS;
            round(endNs, false);
            nextRoundNs = endNs + INTERVAL_NS;
        }
        nowNs = timeNs;
        timings.event(timeNs, kind, a, b, c, d, e);
        trace.event(timeNs, kind, a, b, c, d, e);
        if (kind == EventKind.JOB_MISSED) {
            String task = timings.threadName(a);
            String process = timings.processOfThread(a);
            alert(timeNs,
                    object -> object.put("alert", "deadline-missed").put("task", task).put("process", process).put("job", b));
        } else if (kind == EventKind.PROCESS_EXITED && c != 0) {
            String process = timings.processName(a);
            String reason = timings.text(c);
            long pid = timings.pid(a);
            alert(timeNs, object -> object.put("alert", "process-crashed").put("process", process).put("pid", pid)
                    .put("status", b).put("reason", reason));
        }
    }

    /// Publishes what is left and how the run ended, waits until the broker has acknowledged everything – in [Mode#SUMMARY] some seconds at most,
    /// else as long as it is patient with a broker that is away – and disconnects; [#problem] then tells what was not delivered. Events after this are ignored.
    ///
    /// @param endNs simulated time at the end
    public void finish(Ending ending, long endNs) {
        if (!connected || finished) return;
        nowNs = endNs;
        round(endNs, true);
        trace.close();
        finished = true;
        String digest = trace.digest();
        long events = trace.eventCount();
        long lostBatches = droppedBatches;
        long lostAlerts = droppedAlerts;
        send(topics.status(), true, endNs, object -> object.put("status", ending.word).put("digest", digest)
                .put("events", events).put("droppedBatches", lostBatches).put("droppedAlerts", lostAlerts));
        outbox.close(mode == Mode.LOSSLESS ? patienceNs : CLOSE_WAIT_NS);
    }

    /// Stops at once, whatever is still on its way: for the second Ctrl-C. What is not delivered is counted.
    public void abandon() {
        finished = true;
        if (connected) outbox.close(0);
    }

    /// Without [#finish] before, the run counts as interrupted now.
    @Override
    public void close() { finish(Ending.INTERRUPTED, nowNs); }

    /// Whether something could not be delivered, other than the batches that [Mode#SUMMARY] drops.
    public boolean failed() { return problem() != null; }

    /// One line: broker, what went wrong, how many messages were not delivered; null if all is well.
    public String problem() { return outbox.problem(); }

    /// Messages that the broker has acknowledged so far.
    public long delivered() { return outbox.delivered(); }

    /// Trace batches dropped because the broker was too slow.
    public long droppedBatches() { return droppedBatches; }

    /// Alerts dropped because the broker was too slow.
    public long droppedAlerts() { return droppedAlerts; }

    /// One round: latencies, service times, and the trace up to here.
    private void round(long simNs, boolean last) {
        trace.flush();
        batches.cut();
        if (mode == Mode.SUMMARY && !last && !outbox.isHalfEmpty()) return;
        for (String path : latencies.paths()) latency(path, simNs);
        for (ServerTimings.Server server : timings.servers()) {
            if (server.fresh) timing(server, simNs);
            server.fresh = false;
        }
    }

    private void latency(String path, long simNs) {
        Histogram all = latencies.histogram(path);
        Histogram before = published.get(path);
        if (all.getTotalCount() == (before == null ? 0 : before.getTotalCount())) return;
        Histogram now = all.copy();
        Histogram interval = all.copy();
        if (before != null) interval.subtract(before);
        published.put(path, now);
        String topic = topics.latencyHistogram(path);
        outbox.offer(new Outgoing(topic, false, nextSeq(topic), simNs, interval.getEstimatedFootprintInBytes(),
                () -> base64(interval)), true);
        LatencyResult s = latencies.result(path);
        send(topics.latencySummary(path), true, simNs,
                object -> object.put("path", path).put("unit", "ns").put("count", s.count()).put("min", s.min())
                        .put("mean", s.mean()).put("p50", s.p50()).put("p90", s.p90()).put("p99", s.p99()).put("p999", s.p999())
                        .put("max", s.max()).put("worstAt", s.worstAt()));
    }

    private void timing(ServerTimings.Server server, long simNs) {
        Histogram h = server.serviceNs;
        long count = h.getTotalCount();
        long min = count == 0 ? 0 : h.getMinValue();
        long p50 = h.getValueAtPercentile(50);
        long p99 = h.getValueAtPercentile(99);
        long max = h.getMaxValue();
        double mean = count == 0 ? 0 : h.getMean();
        long messages = server.messages;
        long replies = server.replies;
        long errors = server.errors;
        long pulses = server.pulses;
        send(topics.serverTiming(server.name), false, simNs,
                object -> object.put("name", server.name).put("pid", server.pid).put("messages", messages)
                        .put("replies", replies).put("errors", errors).put("pulses", pulses).put("serviceMinNs", min)
                        .put("serviceMeanNs", mean).put("serviceP50Ns", p50).put("serviceP99Ns", p99).put("serviceMaxNs", max));
    }

    private void publishBatch(byte[] batch) {
        String topic = topics.trace(EVENTS);
        Outgoing message = new Outgoing(topic, false, nextSeq(topic), nowNs, batch.length, () -> batch);
        if (!outbox.offer(message, mode == Mode.LOSSLESS)) droppedBatches++;
    }

    private void alert(long simNs, Consumer<ObjectNode> fill) {
        String topic = topics.alert();
        long seq = nextSeq(topic);
        Outgoing message = new Outgoing(topic, false, seq, simNs, JSON_WEIGHT, json(seq, simNs, fill));
        if (!outbox.offer(message, mode == Mode.LOSSLESS)) droppedAlerts++;
    }

    /// Queues one JSON message; waits for room.
    private void send(String topic, boolean retained, long simNs, Consumer<ObjectNode> fill) {
        long seq = nextSeq(topic);
        outbox.offer(new Outgoing(topic, retained, seq, simNs, JSON_WEIGHT, json(seq, simNs, fill)), true);
    }

    private static Supplier<byte[]> json(long seq, long simNs, Consumer<ObjectNode> fill) {
        return () -> {
            ObjectNode object = Json.object(seq, simNs);
            fill.accept(object);
            return Json.bytes(object);
        };
    }

    private long nextSeq(String topic) { return seqs.merge(topic, 1L, Long::sum); }

    private static byte[] base64(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encode(Arrays.copyOf(buffer.array(), length));
    }

    /// Said by the broker, in nobody's sequence: `seq` is 0.
    private byte[] lastWill() { return Json.bytes(Json.object(0, nowNs).put("status", "lost")); }
}
