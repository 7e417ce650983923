package rtk.trace.mqtt;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import rtk.trace.analysis.LatencyResult;
import tools.jackson.databind.JsonNode;

/// What a subscriber knows of a run. Not thread-safe.
final class RunLedger {
    /// Gaps kept as lines; more are only counted.
    private static final int GAPS_MAX = 100;
    private static final Set<String> ENDINGS = Set.of("finished", "failed", "interrupted");
    private static final JsonNode NOTHING = Json.object(-1, -1);

    /// Last number seen, by topic.
    private final Map<String, Long> seqs = new TreeMap<>();
    private final TreeMap<String, Histogram> histograms = new TreeMap<>();
    private final TreeMap<String, LatencyResult> summaries = new TreeMap<>();
    private final List<String> gaps = new ArrayList<>();
    private long gapCount;
    private long duplicates;
    private String status = "";

    /// @param topic within the run
    /// @return null for a duplicate
    Received enter(String topic, MqttMessage message) {
        Received.Kind kind = kind(topic);
        byte[] payload = message.getPayload();
        JsonNode json = switch (kind) {
            case STATUS, MANIFEST, LATENCY_SUMMARY, SERVER_TIMING, ALERT -> object(topic, payload);
            case LATENCY_HISTOGRAM, TRACE, OTHER -> NOTHING;
        };
        long seq = json == NOTHING ? property(message, "seq") : json.path("seq").asLong(-1);
        long simNs = json == NOTHING ? property(message, "simNs") : json.path("simNs").asLong(-1);
        if (kind != Received.Kind.STATUS && seq >= 0 && isDuplicate(topic, kind, seq)) {
            duplicates++;
            return null;
        }
        String name = name(topic);
        switch (kind) {
            case STATUS -> status(json.path("status").asString(""));
            case LATENCY_SUMMARY -> summaries.put(name, summary(name, json));
            case LATENCY_HISTOGRAM -> merge(topic, name, payload);
            case MANIFEST, SERVER_TIMING, TRACE, ALERT, OTHER -> {
            }
        }
        return new Received(kind, name, seq, simNs, new Received.Payload(payload));
    }

    /// A last will behind the end of the run says nothing new.
    private void status(String word) {
        if (!(word.equals("lost") && hasEnded())) status = word;
    }

    /// Whether the run has said how it ended.
    boolean hasEnded() { return isEnding(status); }

    static boolean isEnding(String status) { return ENDINGS.contains(status); }

    private boolean isDuplicate(String topic, Received.Kind kind, long seq) {
        long last = seqs.getOrDefault(topic, 0L);
        if (seq <= last) return true;
        if (kind.everyOneCounts && seq > last + 1) {
            gap(String.format(Locale.ROOT, "%s: %d missing before seq %d", topic, seq - last - 1, seq));
        }
        seqs.put(topic, seq);
        return false;
    }

    private static Received.Kind kind(String topic) {
        String[] levels = topic.split("/", -1);
        return switch (levels[0] + "/" + levels.length + "/" + (levels.length == 3 ? levels[2] : "")) {
            case "status/1/" -> Received.Kind.STATUS;
            case "manifest/1/" -> Received.Kind.MANIFEST;
            case "alert/1/" -> Received.Kind.ALERT;
            case "trace/2/" -> Received.Kind.TRACE;
            case "latency/3/summary" -> Received.Kind.LATENCY_SUMMARY;
            case "latency/3/hist" -> Received.Kind.LATENCY_HISTOGRAM;
            case "resmgr/3/timing" -> Received.Kind.SERVER_TIMING;
            default -> Received.Kind.OTHER;
        };
    }

    private static String name(String topic) {
        String[] levels = topic.split("/", -1);
        return levels.length < 2 ? "" : RunTopics.name(levels[1]);
    }

    private JsonNode object(String topic, byte[] payload) {
        JsonNode json = Json.parse(payload);
        if (json != null && json.isObject()) return json;
        gap(topic + ": a payload that is no JSON object");
        return Json.object(-1, -1);
    }

    /// A number among the user properties, or -1.
    static long property(MqttMessage message, String key) {
        if (message.getProperties() == null) return -1;
        for (UserProperty property : message.getProperties().getUserProperties()) {
            if (property.getKey().equals(key) && property.getValue().matches("[0-9]{1,18}"))
                return Long.parseLong(property.getValue());
        }
        return -1;
    }

    private static LatencyResult summary(String path, JsonNode json) {
        return new LatencyResult(path, json.path("count").asLong(0), json.path("min").asLong(0), json.path("mean").asDouble(0),
                json.path("p50").asLong(0), json.path("p90").asLong(0), json.path("p99").asLong(0), json.path("p999").asLong(0),
                json.path("max").asLong(0), json.path("worstAt").asLong(0));
    }

    private void merge(String topic, String path, byte[] payload) {
        Histogram interval;
        try {
            interval = Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(payload)), 0);
        } catch (DataFormatException | IllegalArgumentException | java.nio.BufferUnderflowException e) {
            gap(topic + ": a payload that is no histogram");
            return;
        }
        Histogram merged = histograms.get(path);
        if (merged == null) {
            merged = new Histogram(interval.getNumberOfSignificantValueDigits());
            merged.setAutoResize(true);
            histograms.put(path, merged);
        }
        merged.add(interval);
    }

    private void gap(String line) {
        gapCount++;
        if (gaps.size() < GAPS_MAX) gaps.add(line);
    }

    /// Paths whose histogram holds less than their summary says.
    List<String> shortfalls() {
        List<String> lines = new ArrayList<>();
        summaries.forEach((path, summary) -> {
            long here = histograms.containsKey(path) ? histograms.get(path).getTotalCount() : 0;
            if (here != summary.count()) {
                lines.add(String.format(Locale.ROOT, "latency path %s: %d of %d latencies here", path, here, summary.count()));
            }
        });
        return lines;
    }

    List<String> gaps() {
        if (gapCount <= gaps.size()) return gaps;
        List<String> all = new ArrayList<>(gaps);
        all.add(String.format(Locale.ROOT, "and %d more gaps", gapCount - gaps.size()));
        return all;
    }

    SortedMap<String, Histogram> histograms() { return histograms; }

    SortedMap<String, LatencyResult> summaries() { return summaries; }

    /// Last number seen of each topic.
    String newest() { return seqs.toString(); }

    long duplicates() { return duplicates; }

    String status() { return status; }
}
