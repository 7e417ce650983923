package rtk.apps.scenario;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import rtk.board.sim.Ns;

/// Recovery times in words: a table by process, and a histogram of all by powers of two.
final class Recoveries {
    private static final int BAR_MAX = 60;

    private Recoveries() {}

    static String text(String title, TreeMap<String, List<Long>> byProcess) {
        var text = new StringBuilder(title + "\n");
        text.append(
                String.format(Locale.ROOT, "  %-12s %6s %12s %12s %12s %12s%n", "process", "kills", "min", "p50", "p99", "max"));
        for (var entry : byProcess.entrySet()) {
            List<Long> times = entry.getValue().stream().sorted().toList();
            text.append(String.format(Locale.ROOT, "  %-12s %6d %12s %12s %12s %12s%n", entry.getKey(), times.size(),
                    Ns.text(times.getFirst()), Ns.text(at(times, 50)), Ns.text(at(times, 99)), Ns.text(times.getLast())));
        }
        var buckets = new TreeMap<Long, Integer>();
        byProcess.values().forEach(times -> times.forEach(ns -> buckets.merge(Long.highestOneBit(ns / 1_000), 1, Integer::sum)));
        int most = buckets.values().stream().max(Integer::compare).orElse(1);
        buckets.forEach((us, count) -> text.append(String.format(Locale.ROOT, "  from %8d us %5d %s%n", us, count,
                "#".repeat(Math.max(1, count * BAR_MAX / most)))));
        return text.toString();
    }

    /// Nearest rank.
    private static long at(List<Long> sorted, int percent) { return sorted.get((sorted.size() * percent + 99) / 100 - 1); }
}
