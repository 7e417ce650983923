package rtk.apps.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import rtk.trace.analysis.PathSpec;
import rtk.trace.format.AscExport;
import rtk.trace.format.BtfExport;
import rtk.trace.format.CandumpExport;
import rtk.trace.format.ChromeJsonExport;
import rtk.trace.format.CsvExport;
import rtk.trace.format.CtfExport;
import rtk.trace.format.CyclictestExport;
import rtk.trace.format.HgrmExport;
import rtk.trace.format.HlogExport;
import rtk.trace.format.PcapngExport;
import rtk.trace.format.PerfettoExport;
import rtk.trace.format.TraceExport;
import rtk.trace.format.TraceprinterExport;
import rtk.trace.format.TrcExport;
import rtk.trace.format.VcdExport;

/// The formats that `rtk trace export` writes.
enum ExportFormat {
    /// Cores, threads, interrupts, calls, messages, buses for ui.perfetto.dev.
    PERFETTO(to -> new PerfettoExport(to.out)),
    /// A folder for babeltrace2 and Trace Compass, with LTTng's names.
    CTF(to -> new CtfExport(to.folder, to.name)),
    /// Tasks, interrupts, mutexes, frames for Trace Compass and timing tools.
    BTF(to -> new BtfExport(to.out, creator())),
    /// States as waveforms, for GTKWave.
    VCD(to -> new VcdExport(to.out)),
    /// Frames on the buses, as candump -L.
    CANDUMP(to -> new CandumpExport(to.out)),
    /// Frames on the buses, as CANalyzer.
    ASC(to -> new AscExport(to.out)),
    /// Frames on the buses, as PCAN-View.
    TRC(to -> new TrcExport(to.out)),
    /// Frames on the buses, for Wireshark.
    PCAPNG(to -> new PcapngExport(to.out)),
    /// Percentiles of latency paths.
    HGRM(to -> new HgrmExport(to.paths, to.out)),
    /// HdrHistogram log of latency paths.
    HLOG(to -> new HlogExport(to.paths, to.out, to.name)),
    /// Histogram of latency paths by microsecond.
    CYCLICTEST(to -> new CyclictestExport(to.paths, to.out)),
    /// Events with QNX's labels.
    TRACEPRINTER(to -> new TraceprinterExport(to.out)),
    /// All events.
    CSV(to -> new CsvExport(to.out)),
    /// Like perfetto, as JSON for chrome://tracing.
    CHROME(to -> new ChromeJsonExport(to.out));

    /// Where an export goes, and what it may want to know.
    ///
    /// @param out its output; a format that is a folder writes there instead
    /// @param paths latency paths of the scenario, for the formats that have them
    /// @param name one line on where the trace comes from
    record Target(PrintStream out, Path folder, List<PathSpec> paths, String name) {}

    private interface Factory {
        TraceExport open(Target target);
    }

    private final Factory factory;

    ExportFormat(Factory factory) { this.factory = factory; }

    String label() { return name().toLowerCase(Locale.ROOT); }

    boolean isFolder() { return this == CTF; }

    boolean wantsPaths() { return this == HGRM || this == HLOG || this == CYCLICTEST; }

    TraceExport open(Target target) { return factory.open(target); }

    static ExportFormat of(String label) {
        for (ExportFormat format : values()) {
            if (format.label().equals(label)) return format;
        }
        throw new Failure(ExitCode.USAGE, "--format: found " + label + ", expected one of " + labels());
    }

    static String labels() { return Arrays.stream(values()).map(ExportFormat::label).collect(Collectors.joining(", ")); }

    private static String creator() { return "rtkernel (" + Version.product() + ")"; }
}
