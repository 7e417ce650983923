package rtk.apps.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtk.board.sim.Ns;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;
import rtk.trace.file.TraceFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `rtk trace info`: manifest, digest and counts of a trace.
@Command(name = "info", description = "Manifest, digest and counts of a trace; checks the digest against the events.")
final class TraceInfoVerb implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "TRACE", description = "A trace.rtk file.")
    private Path file;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    TraceInfoVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        long[] counts = new long[EventKind.values().length];
        long[] span = {-1, 0};
        try (TraceFile trace = Traces.open(file)) {
            trace.replay(counting(counts, span));
            String digest = trace.computeDigest();
            boolean intact = trace.isComplete() && digest.equals(trace.digest());
            if (json) {
                console.line("%s", Json.of(facts(trace, digest, counts, span)));
            } else {
                show(trace, digest, counts, span);
            }
            if (trace.isComplete() && !intact) {
                throw new Failure(ExitCode.MISMATCH,
                        file + ": the events do not give the digest stored with them, " + trace.digest());
            }
        }
        return ExitCode.OK;
    }

    private static TraceSink counting(long[] counts, long[] span) {
        return new TraceSink() {
            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                counts[kind.ordinal()]++;
                if (span[0] < 0) span[0] = timeNs;
                span[1] = timeNs;
            }

            @Override
            public void text(int id, String text) {}
        };
    }

    private static Map<String, Object> facts(TraceFile trace, String digest, long[] counts, long[] span) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("contract", Version.CONTRACT);
        facts.put("complete", trace.isComplete());
        facts.put("digest", digest);
        facts.put("events", trace.eventCount());
        facts.put("bytes", trace.size());
        facts.put("firstNs", Math.max(span[0], 0));
        facts.put("lastNs", span[1]);
        Map<String, Object> kinds = new LinkedHashMap<>();
        for (EventKind kind : EventKind.values()) {
            if (counts[kind.ordinal()] > 0) kinds.put(kind.label(), counts[kind.ordinal()]);
        }
        facts.put("kinds", kinds);
        facts.put("manifest", Json.raw(trace.manifest()));
        return facts;
    }

    private void show(TraceFile trace, String digest, long[] counts, long[] span) {
        console.line("trace      %s, %,d bytes, %s", file, trace.size(), trace.isComplete()
                ? "complete"
                : "cut off: shows what was written before the end");
        console.line("digest     %s", digest);
        console.line("events     %,d, %.2f bytes each", trace.eventCount(),
                (double) trace.size() / Math.max(trace.eventCount(), 1));
        console.line("simulated  %s to %s", Ns.text(Math.max(span[0], 0)), Ns.text(span[1]));
        for (EventKind kind : EventKind.values()) {
            if (counts[kind.ordinal()] > 0) {
                console.line("  %,12d %s", counts[kind.ordinal()], kind.label());
            }
        }
        showManifest(trace.manifest());
    }

    /// By key; the text of the scenario itself is in the JSON form only.
    private void showManifest(String manifest) {
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(manifest);
        } catch (JacksonException e) {
            console.line("manifest   %s", manifest.strip());
            return;
        }
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            JsonNode value = entry.getValue();
            if (entry.getKey().equals("scenario")) continue;
            if (value.isArray() && value.isEmpty()) continue;
            if (entry.getKey().equals("files")) {
                for (JsonNode file : value)
                    console.line("%-14s %s, %,d bytes", "input", file.path("path").asString(""), file.path("bytes").asLong(0));
            } else {
                console.line("%-14s %s", entry.getKey(), value.isString() ? value.stringValue() : value.toString());
            }
        }
    }
}
