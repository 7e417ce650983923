package rtk.trace.mqtt;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import tools.jackson.databind.JsonNode;

/// Writes traces from the streams of runs: every run gets a folder, `<lab>/<board>/<runId>/trace.rtk`, with the same bytes as the file that the
/// run itself would write.
///
/// Survives a broker that goes away, and its own end: opened again with the same session, it goes on where it stopped. What cannot be had
/// any more is told with its size, never left out silently. Thread-safe.
///
/// Bounds: [#RUNS_MAX] runs at once; a run more is told once and ignored.
public final class StreamRecorder implements Closeable {
    static final int RUNS_MAX = 1_000;
    private static final int LEVEL_BYTES_MAX = 120;
    private static final int LEVELS_MIN = 7;
    private static final String EVENTS = "trace/" + MqttPublisher.EVENTS;

    /// Which runs: each a name, or null for any.
    public record Choice(String lab, String board, String runId) {
        String filter() { return "rtk/v1/" + level(lab) + "/" + level(board) + "/run/" + level(runId) + "/#"; }

        private static String level(String name) { return name == null ? "+" : RunTopics.level(name); }
    }

    /// What came of one run.
    ///
    /// @param name `lab/board/runId` as in topics
    /// @param file the trace; absent if nothing of it could be written
    /// @param status how the run ended; `lost` or `running` if it did not say so
    /// @param digest of the file
    /// @param missing batches that never came
    /// @param problems a line each; empty if the file is what the run wrote
    public record Result(String name, Path file, String status, long events, String digest, long missing,
            List<String> problems) {}

    private final Path folder;
    private final Consumer<Result> ended;
    private final Consumer<String> warnings;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // All below under `lock`.
    private final Map<String, RecordedRun> runs = new TreeMap<>();
    private final TreeSet<String> warned = new TreeSet<>();
    private long endedCount;
    private IOException failure;
    private Subscription subscription;

    private StreamRecorder(Path folder, Consumer<Result> ended, Consumer<String> warnings) {
        this.folder = folder;
        this.ended = ended;
        this.warnings = warnings;
    }

    /// Connects and begins.
    ///
    /// @param session name of the broker's session; the same one goes on with what was recorded and kept under it
    /// @param ended told of each run that has ended, on a thread of the client library
    /// @param warnings told, once each, of what is ignored
    /// @throws IOException in one line, if the broker cannot be reached or refuses
    public static StreamRecorder open(BrokerUrl broker, Choice choice, Path folder, String session, Consumer<Result> ended,
            Consumer<String> warnings) throws IOException {
        var recorder = new StreamRecorder(folder, ended, warnings);
        recorder.subscription = Subscription.open(broker, choice.filter(), "rtk-record-" + session,
                recorder::arrived);
        return recorder;
    }

    private void arrived(String topic, MqttMessage message) {
        String[] levels = topic.split("/", LEVELS_MIN);
        if (levels.length < LEVELS_MIN) return;
        String name = levels[2] + "/" + levels[3] + "/" + levels[5];
        lock.lock();
        try {
            if (levels[6].equals(EVENTS)) batch(name, levels, message);
            else if (levels[6].equals("status")) status(name, message);
            changed.signalAll();
        } catch (IOException e) {
            failure = e;
            changed.signalAll();
            // Not acknowledged: it comes again when there is room.
            throw new java.io.UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    private void batch(String name, String[] levels, MqttMessage message) throws IOException {
        long seq = RunLedger.property(message, "seq");
        long simNs = RunLedger.property(message, "simNs");
        if (seq < 1 || simNs < 0) {
            warn(name, "a batch without seq and simNs, ignored");
            return;
        }
        RecordedRun run = runs.get(name);
        if (run == null) {
            if (runs.size() == RUNS_MAX) {
                warn("", "more than " + RUNS_MAX + " runs at once: the others are ignored");
                return;
            }
            run = begin(name, folder.resolve(file(levels[2])).resolve(file(levels[3])).resolve(file(levels[5])), seq);
            if (run == null) return;
            runs.put(name, run);
        }
        run.batch(seq, simNs, message.getPayload());
    }

    /// A run that is recorded already is left alone: the broker may send its last batches once more.
    private RecordedRun begin(String name, Path place, long seq) throws IOException {
        try {
            return RecordedRun.open(place);
        } catch (IOException e) {
            if (!java.nio.file.Files.isRegularFile(place.resolve("trace.rtk"))) throw e;
            if (seq == 1) warn(name, e.getMessage() + "; it is not recorded again");
            return null;
        }
    }

    private void status(String name, MqttMessage message) throws IOException {
        JsonNode json = Json.parse(message.getPayload());
        RecordedRun run = runs.get(name);
        if (run == null || json == null) return;
        run.status(json.path("status").asString(""), json.path("digest").asString(""));
        if (!run.hasEnded()) return;
        runs.remove(name);
        endedCount++;
        ended.accept(run.result(name));
    }

    private void warn(String name, String what) {
        String line = name.isEmpty() ? what : name + ": " + what;
        if (warned.size() < RUNS_MAX && warned.add(line)) warnings.accept(line);
    }

    /// A topic level as the name of a folder.
    private static String file(String level) {
        String safe = level.equals(".") || level.equals("..")
                ? level.replace(".", "%2E")
                : level.replace("\\", "%5C").replace("\0", "%00");
        byte[] utf = safe.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        if (utf.length <= LEVEL_BYTES_MAX) return safe;
        return safe.substring(0, LEVEL_BYTES_MAX / 4) + "~" + Integer.toHexString(safe.hashCode());
    }

    /// Waits until `count` runs have ended.
    ///
    /// @throws IOException if the disk failed
    /// @throws InterruptedException if the thread was interrupted
    public void awaitEnds(long count) throws IOException, InterruptedException {
        lock.lock();
        try {
            while (endedCount < count && failure == null) changed.await();
            if (failure != null) throw failure;
        } finally {
            lock.unlock();
        }
    }

    /// How often a connection was made.
    public long connections() { return subscription.connections(); }

    /// Stops, and tells of runs that have not ended; the broker forgets the session.
    @Override
    public void close() throws IOException {
        subscription.close();
        lock.lock();
        try {
            for (Map.Entry<String, RecordedRun> run : runs.entrySet()) ended.accept(run.getValue().result(run.getKey()));
            runs.clear();
        } finally {
            lock.unlock();
        }
    }

    /// Stops; what is recorded stays as it is, and the broker keeps what comes for whoever opens the same session again.
    public void leave() throws IOException {
        subscription.leave();
        lock.lock();
        try {
            for (RecordedRun run : runs.values()) run.close();
            runs.clear();
        } finally {
            lock.unlock();
        }
    }
}
