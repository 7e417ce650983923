package rtk.apps.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import rtk.board.sim.Ns;
import rtk.kernel.Bankruptcy;
import rtk.kernel.Cluster;
import rtk.kernel.KernelVersion;
import rtk.kernel.Partitioning;
import rtk.kernel.api.ThreadAttr;

/// Binds the kernel and what belongs to it: clusters of cores, adaptive partitions, and the cores and partition of processes and
/// tasks.
final class KernelBinder {
    private static final long DEFAULT_WINDOW_NS = Ns.ms(100);
    private static final int PARTITIONS_MAX = 31;

    private final List<Problem> problems;
    private Scenario.KernelSpec kernel;

    KernelBinder(List<Problem> problems) { this.problems = problems; }

    Scenario.KernelSpec kernel(Fields fields, List<BoardSpec> boards) {
        long tickNs = fields.durationNs("tick", Ns.ms(1), false);
        boolean highResolution = fields.choice("timers", Map.of("high-resolution", true, "tick", false),
                List.of("high-resolution", "tick"), true);
        KernelVersion version = fields.choice("version", Map.of("7", KernelVersion.SDP_7, "8", KernelVersion.SDP_8),
                List.of("7", "8"), KernelVersion.SDP_7);
        kernel = new Scenario.KernelSpec(tickNs, highResolution, version, clusters(fields, version, boards),
                partitions(fields, version, tickNs), SchedBinder.scheduling(fields));
        return kernel;
    }

    // Clusters.

    private List<Cluster> clusters(Fields fields, KernelVersion version, List<BoardSpec> boards) {
        if (fields.has("clusters") && version != KernelVersion.SDP_8) {
            fields.problem(fields.place("clusters"), "clusters without version: 8", "no clusters",
                    "with version 7 write the cores themselves, for example cpus: [0, 1]");
            return List.of();
        }
        int cpus = boards.stream().mapToInt(BoardSpec::cpus).min().orElse(1);
        var clusters = new ArrayList<Cluster>();
        for (Yaml.Entry entry : fields.named("clusters")) {
            int cores = cores(entry.value(), cpus);
            if (cores != 0) clusters.add(new Cluster(entry.key().value(), cores));
        }
        return List.copyOf(clusters);
    }

    /// The cores of a number or of a list of numbers.
    ///
    /// @return 0 after a problem
    private int cores(Yaml value, int cpus) {
        List<Yaml> items = value instanceof Yaml.Sequence list ? list.items() : List.of(value);
        int cores = 0;
        for (Yaml item : items) {
            int core = core(item, cpus);
            if (core < 0) return 0;
            cores |= 1 << core;
        }
        if (cores == 0) problem(value.place(), "no cores", "at least one core", "leave it out for all");
        return cores;
    }

    private int core(Yaml item, int cpus) {
        boolean number = item instanceof Yaml.Scalar scalar && scalar.value().matches("[0-9]{1,2}");
        int core = number ? Integer.parseInt(((Yaml.Scalar) item).value()) : -1;
        if (number && core < cpus) return core;
        problem(item.place(), item.text(), cpus == 1 ? "core 0" : "a core from 0 to " + (cpus - 1),
                cpus == 1 ? "the board has one; write board: { cpus: 2 }" : "the board has " + cpus);
        return -1;
    }

    // Partitions.

    private Partitioning partitions(Fields fields, KernelVersion version, long tickNs) {
        for (String key : List.of("window", "free-time", "bankruptcy")) {
            if (fields.has(key) && !fields.has("partitions")) {
                fields.problem(fields.place(key), key + " without partitions", "partitions: a list", "it is a choice of theirs");
            }
        }
        if (!fields.has("partitions")) return null;
        if (version != KernelVersion.SDP_7) {
            fields.problem(fields.place("partitions"), "partitions with version: 8", "no partitions",
                    "whether they are in 8 is not established");
            return null;
        }
        long windowNs = fields.durationNs("window", DEFAULT_WINDOW_NS, false);
        if (windowNs < Ns.ms(8) || windowNs > Ns.ms(400) || windowNs % Ns.ms(1) != 0 || windowNs % tickNs != 0) {
            fields.problem(fields.place("window"), Ns.text(windowNs), "whole milliseconds and ticks, 8ms to 400ms", "");
            return null;
        }
        List<Partitioning.Budget> budgets = budgets(fields);
        boolean limited = budgets.stream().anyMatch(budget -> budget.maxPercent() > 0);
        boolean byRatio = fields.choice("free-time", Map.of("priority", false, "ratio", true), List.of("priority", "ratio"),
                false);
        Bankruptcy bankruptcy = fields.choice("bankruptcy", Map.of("wait", Bankruptcy.WAIT, "reboot", Bankruptcy.REBOOT,
                "cancel", Bankruptcy.CANCEL_BUDGET), List.of("wait", "reboot", "cancel"), Bankruptcy.WAIT);
        return new Partitioning((int) (windowNs / Ns.ms(1)), byRatio, limited, bankruptcy, budgets);
    }

    private List<Partitioning.Budget> budgets(Fields kernelFields) {
        var budgets = new ArrayList<Partitioning.Budget>();
        var names = new TreeSet<>(List.of("System"));
        int left = 100;
        for (Yaml item : kernelFields.items("partitions")) {
            var fields = new Fields(item, Section.PARTITION, "a partition", problems);
            String name = fields.name("name", "partition" + (budgets.size() + 1));
            Binder.unique(fields, names, name);
            int percent = percent(fields, "budget");
            if (percent > left) {
                fields.problem(fields.place("budget"), percent + "%", "at most " + left + "%", "budgets add up to 100%");
                percent = left;
            }
            left -= percent;
            if (budgets.size() == PARTITIONS_MAX) {
                fields.problem(fields.place(), "one more partition", "at most " + PARTITIONS_MAX, "System is the 32nd");
                break;
            }
            budgets.add(new Partitioning.Budget(name, percent, percent(fields, "max"), fields.durationNs("critical", 0, true)));
        }
        return budgets;
    }

    private static int percent(Fields fields, String key) {
        int permille = fields.permille(key, 0);
        if (permille <= 1_000 && permille % 10 == 0) return permille / 10;
        fields.problem(fields.place(key), permille / 10 + "." + permille % 10 + "%", "whole percent, 0% to 100%", "");
        return 0;
    }

    // Processes and tasks.

    /// Keys `cpus` and `partition` of a process or task on `board`.
    PlaceSpec place(Fields fields, BoardSpec board) {
        int cores = fields.has("cpus") ? runMask(fields, board.cpus()) : 0;
        String wanted = fields.text("partition", null);
        if (wanted == null) return new PlaceSpec(cores, ThreadAttr.INHERIT);
        var names = new ArrayList<>(List.of("System"));
        if (kernel.partitions() != null) kernel.partitions().budgets().forEach(budget -> names.add(budget.name()));
        if (kernel.partitions() != null && names.contains(wanted)) return new PlaceSpec(cores, names.indexOf(wanted));
        fields.problem(fields.place("partition"), "unknown partition " + wanted, "a name from kernel.partitions",
                kernel.partitions() == null ? "there are none" : Spelling.hint(wanted, names));
        return new PlaceSpec(cores, ThreadAttr.INHERIT);
    }

    private int runMask(Fields fields, int cpus) {
        Yaml value = fields.value("cpus");
        if (value instanceof Yaml.Scalar scalar) {
            for (Cluster cluster : kernel.clusters()) {
                if (cluster.name().equals(scalar.value())) return cluster.cores();
            }
        }
        int cores = cores(value, cpus);
        if (kernel.version() == KernelVersion.SDP_7 || isCluster(cores, cpus)) return cores;
        fields.problem(value.place(), value.text(), "a cluster", "one core, all cores, or one of kernel.clusters");
        return 0;
    }

    private boolean isCluster(int cores, int cpus) {
        boolean all = Integer.bitCount(cores) == cpus;
        return all || Integer.bitCount(cores) <= 1 || kernel.clusters().stream().anyMatch(cluster -> cluster.cores() == cores);
    }

    private void problem(Yaml.Place place, String found, String expected, String hint) {
        problems.add(new Problem(place.file(), place.line(), place.column(), found, expected, hint));
    }
}
