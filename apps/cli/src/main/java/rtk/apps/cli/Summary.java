package rtk.apps.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rtk.kernel.Unreplied;
import rtk.trace.analysis.BusResult;
import rtk.trace.analysis.Inversion;
import rtk.trace.analysis.LatencyResult;
import rtk.trace.analysis.MessageResult;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.StarvationMonitor.Starved;
import rtk.trace.analysis.TaskResult;
import rtk.trace.analysis.Verdict;

/// What `summary.json` holds. Keys are in the order of the components; the same run gives the same bytes.
record Summary(int contract, Json.Raw manifest, String digest, Counts counts, List<Latency> latencies, List<TaskResult> tasks,
        List<MessageResult> messages, Map<String, Double> busLoad, List<Bus> buses, List<Judgement> verdicts,
        List<Failed> failures, List<Diagnosis> diagnostics, List<Inversion> inversions, List<Starved> starvation,
        List<Unreplied> unreplied, BlameJson.Summary blame, @JsonInclude(JsonInclude.Include.NON_NULL) Storage.Kept recorded) {

    /// How much there was of what.
    record Counts(long events, long simulatedNs, boolean interrupted, long frames, long inputWarnings) {}

    /// One path; times in ns.
    record Latency(String path, String unit, long count, long min, double mean, long p50, long p90, long p99, long p999, long max,
            long worstAt) {}

    /// One bus.
    record Bus(String name, double busLoad, long frames) {}

    /// One requirement.
    record Judgement(String require, String verdict, Number observed, Number limit, String replay) {}

    /// One process that ended abnormally.
    record Failed(String process, long pid, long atNs, String message) {}

    static List<Latency> latencies(RunAnalysis analysis) {
        List<Latency> all = new ArrayList<>();
        for (LatencyResult r : analysis.latencies()) {
            all.add(new Latency(r.path(), "ns", r.count(), r.min(), r.mean(), r.p50(), r.p90(), r.p99(), r.p999(), r.max(),
                    r.worstAt()));
        }
        return all;
    }

    static List<Bus> buses(RunAnalysis analysis) {
        return analysis.buses().stream().map(bus -> new Bus(bus.name(), bus.load(), bus.frames())).toList();
    }

    static Map<String, Double> busLoads(RunAnalysis analysis) {
        Map<String, Double> loads = new LinkedHashMap<>();
        for (BusResult bus : analysis.buses()) loads.put(bus.name(), bus.load());
        return loads;
    }

    static List<Judgement> judgements(List<Verdict> verdicts, String replay) {
        return verdicts.stream()
                .map(v -> new Judgement(v.require().text(), v.verdict().label(), v.observed(), v.limit(), replay)).toList();
    }
}
