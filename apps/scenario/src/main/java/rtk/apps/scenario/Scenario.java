package rtk.apps.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import rtk.kernel.Cluster;
import rtk.kernel.KernelVersion;
import rtk.kernel.Partitioning;
import rtk.kernel.Scheduling;
import rtk.kernel.api.CostProfile;
import rtk.resmgr.launcher.BootScript;
import rtk.trace.analysis.BusSpec;
import rtk.trace.analysis.PathSpec;
import rtk.trace.analysis.Requirement;
import rtk.trace.analysis.RunAnalysis;

/// A scenario, read and checked: with a version of the program, all that a run is a function of.
///
/// Lists keep the order of the file, which is the order in which things are made and numbered.
///
/// @param durationNs the run ends when everything due up to and including this instant is done
/// @param boards at least one
/// @param boot script that is worked off on the first board once the processes are started, null for none
/// @param guards what is done when something happens to processes
/// @param paths latencies to measure
/// @param requirements what must hold, of things that the scenario has
public record Scenario(String name, long seed, long durationNs, List<BoardSpec> boards, KernelSpec kernel,
        List<ProcessSpec> processes, BootScript boot, List<GuardSpec> guards, List<TaskSpec> tasks, List<MutexSpec> mutexes,
        List<MessageSpec> messages,
        List<StimulusSpec> stimuli, List<FaultSpec> faults, List<Cable> cables,
        List<PathSpec> paths,
        List<Requirement> requirements, Source source) {

    /// A null-modem cable between two UARTs.
    ///
    /// @param from label of the one
    /// @param to label of the other
    public record Cable(String from, String to) {}

    /// @param tickNs clock period
    /// @param highResolution timers expire at their exact time, not on the next tick
    /// @param clusters of cores, besides that of all and that of each; only with version 8
    /// @param partitions adaptive partitions, null for none; only with version 7
    /// @param scheduling sporadic budgets, and who may use which priority
    public record KernelSpec(long tickNs, boolean highResolution, KernelVersion version, List<Cluster> clusters,
            Partitioning partitions, Scheduling scheduling) {}

    /// Where a scenario came from: enough to load it again.
    ///
    /// @param file as the user named it
    /// @param text of the file
    /// @param overrides `path=value`, put into the text in this order
    /// @param root of the relative paths in it
    /// @param files that it names, with their hashes, in order of first mention
    /// @param programs that it brings along
    public record Source(String file, String text, List<String> overrides, SourceRoot root, List<SourceRoot.FileHash> files,
            OwnPrograms programs) {
        /// `sha256:…` of the text.
        public String sha256() { return SourceRoot.hashOf(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)); }
    }

    /// What kernel work costs on the first board.
    public CostProfile costs() { return boards.getFirst().costs(); }

    /// The CAN buses, each with the rates that the first board on it gives.
    public List<BoardSpec.Can> buses() { return buses(boards); }

    static List<BoardSpec.Can> buses(List<BoardSpec> boards) {
        var buses = new LinkedHashMap<String, BoardSpec.Can>();
        for (BoardSpec board : boards) {
            for (BoardSpec.Can can : board.can()) buses.putIfAbsent(can.name(), can);
        }
        return List.copyOf(buses.values());
    }

    /// The UARTs: by their names, after that of their board and a dot if there are several boards.
    static List<String> uarts(List<BoardSpec> boards) {
        return labels(boards, board -> board.uart().stream().map(BoardSpec.Uart::name));
    }

    /// The GPIO ports, named likewise.
    static List<String> ports(List<BoardSpec> boards) {
        return labels(boards, board -> board.parts().stream().filter(part -> part.kind() == BoardSpec.Kind.GPIO)
                .map(BoardSpec.Part::name));
    }

    static List<String> labels(List<BoardSpec> boards, Function<BoardSpec, Stream<String>> names) {
        return boards.stream()
                .flatMap(board -> names.apply(board).map(name -> boards.size() == 1 ? name : board.name() + '.' + name)).toList();
    }

    /// What a trace says about its run, as JSON: contract, version, scenario text and hash, overrides, seed, duration, cost profile
    /// and the files that the scenario names with their hashes. The same on every machine.
    ///
    /// @param version of the program
    public String manifestJson(String version) { return Manifest.json(this, version); }

    /// An analysis that measures the paths, tasks, messages and buses of this scenario; a trace sink for its run or its trace.
    public RunAnalysis newAnalysis() {
        var measured = messages.stream()
                .map(m -> new rtk.trace.analysis.MessageSpec(m.name(), m.bus(), m.traceId(), m.deadlineNs()));
        var buses = buses().stream().map(can -> new BusSpec(can.name(), can.bitrateHz()));
        return new RunAnalysis(paths, measured.toList(), buses.toList());
    }

    /// `cockpit, seed 42, 10 s`.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s, seed %d, %s", name, seed, rtk.board.sim.Ns.text(durationNs));
    }
}
