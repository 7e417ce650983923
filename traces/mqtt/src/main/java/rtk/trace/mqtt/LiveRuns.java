package rtk.trace.mqtt;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import rtk.trace.analysis.LatencyResult;

/// Follows all runs at a broker: for each its status and its latencies, as [MqttSubscriber] does for one. Thread-safe.
///
/// Bounds: [#RUNS_MAX] runs; the one that was heard of longest ago makes room, if it has ended or is lost, else the new one is ignored and counted.
/// A run has [#PATHS_MAX] paths at most.
public final class LiveRuns implements Closeable {
    static final int RUNS_MAX = 200;
    static final int PATHS_MAX = 200;
    private static final int LEVELS_MIN = 7;

    /// What is known of a run now.
    ///
    /// @param status `running`, `finished`, `failed`, `interrupted`, `lost`, or empty
    /// @param histograms by path, copies
    /// @param summaries by path: exact extremes and mean
    /// @param gaps messages known to be missing or damaged, a line each
    public record Run(String lab, String board, String runId, String status, SortedMap<String, Histogram> histograms,
            SortedMap<String, LatencyResult> summaries, List<String> gaps) {}

    private static final class Followed {
        final RunLedger ledger = new RunLedger();
        final String lab;
        final String board;
        final String runId;
        long heardOf;

        Followed(String[] levels) {
            lab = RunTopics.name(levels[2]);
            board = RunTopics.name(levels[3]);
            runId = RunTopics.name(levels[5]);
        }

        boolean isOver() { return ledger.hasEnded() || ledger.status().equals("lost"); }
    }

    private final ReentrantLock lock = new ReentrantLock();
    // All below under `lock`.
    private final Map<String, Followed> runs = new TreeMap<>();
    private long messages;
    private long ignored;
    private Subscription subscription;

    private LiveRuns() {}

    /// Connects and subscribes to all that choices leave open, but for the traces themselves.
    ///
    /// @throws IOException in one line, if the broker cannot be reached or refuses
    public static LiveRuns open(BrokerUrl broker, StreamRecorder.Choice choice) throws IOException {
        var live = new LiveRuns();
        live.subscription = Subscription.open(broker, choice.filter(), Subscription.freshId(), live::arrived);
        return live;
    }

    private void arrived(String topic, MqttMessage message) {
        String[] levels = topic.split("/", LEVELS_MIN);
        if (levels.length < LEVELS_MIN || levels[6].startsWith("trace/")) return;
        String name = levels[2] + "/" + levels[3] + "/" + levels[5];
        lock.lock();
        try {
            messages++;
            Followed run = runs.get(name);
            if (run == null && (runs.size() < RUNS_MAX || makeRoom())) {
                run = new Followed(levels);
                runs.put(name, run);
            }
            boolean isNewPath = run != null && levels[6].startsWith("latency/") && run.ledger.summaries().size() >= PATHS_MAX
                    && !run.ledger.summaries().containsKey(RunTopics.name(levels[6].split("/", -1)[1]));
            if (run == null || isNewPath) {
                ignored++;
                return;
            }
            run.heardOf = messages;
            run.ledger.enter(levels[6], message);
        } finally {
            lock.unlock();
        }
    }

    private boolean makeRoom() {
        String oldest = null;
        for (Map.Entry<String, Followed> run : runs.entrySet()) {
            if (!run.getValue().isOver()) continue;
            if (oldest == null || run.getValue().heardOf < runs.get(oldest).heardOf) oldest = run.getKey();
        }
        if (oldest != null) runs.remove(oldest);
        return oldest != null;
    }

    /// All runs, by lab, board and id.
    public List<Run> runs() {
        lock.lock();
        try {
            List<Run> all = new ArrayList<>();
            for (Followed run : runs.values()) {
                var copies = new TreeMap<String, Histogram>();
                run.ledger.histograms().forEach((path, histogram) -> copies.put(path, histogram.copy()));
                all.add(new Run(run.lab, run.board, run.runId, run.ledger.status(), copies, new TreeMap<>(run.ledger.summaries()),
                        List.copyOf(run.ledger.gaps())));
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    /// Messages that came for runs or paths beyond the bounds.
    public long ignored() {
        lock.lock();
        try {
            return ignored;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() { subscription.close(); }
}
