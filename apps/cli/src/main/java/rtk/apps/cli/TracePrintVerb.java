package rtk.apps.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtk.apps.scenario.Units;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;
import rtk.trace.TraceText;
import rtk.trace.analysis.EventFilter;
import rtk.trace.file.TraceFile;

/// `rtk trace print`: one line per event.
@Command(name = "print", description = "Prints a trace, one line per event.")
final class TracePrintVerb implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "TRACE", description = "A trace.rtk file.")
    private Path file;

    @Option(names = "--kind", paramLabel = "KIND", split = ",", description = "Only these kinds of events, for example irq,thread.state; more than one with commas.")
    private List<String> kinds = new ArrayList<>();

    @Option(names = "--process", paramLabel = "NAME", split = ",", description = "Only what is about these processes, by name or pid: they, their threads, channels, mutexes.")
    private List<String> processes = new ArrayList<>();

    @Option(names = "--thread", paramLabel = "THREAD", split = ",", description = "Only what is about these threads, for example gateway/1 or tasks/audio.")
    private List<String> threads = new ArrayList<>();

    @Option(names = "--core", paramLabel = "N", split = ",", description = "Only what is about these cores, or about a thread that is on one of them.")
    private List<Integer> cores = new ArrayList<>();

    @Option(names = "--from", paramLabel = "TIME", description = "From this instant on, for example 1.5s.")
    private String from = "0s";

    @Option(names = "--to", paramLabel = "TIME", description = "Up to and including this instant.")
    private String to;

    TracePrintVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        Window window = new Window(console.out());
        TraceText text = new TraceText(window, kinds());
        long fromNs = duration("--from", from);
        long toNs = to == null ? Long.MAX_VALUE : duration("--to", to);
        try (TraceFile trace = Traces.open(file)) {
            EventFilter filter = new EventFilter(processes, threads, cores);
            // Where threads are is known from the start only.
            trace.replay(window.of(text, filter, fromNs), cores.isEmpty() ? fromNs : 0, toNs);
            for (String name : filter.unknown()) console.note("rtk: nobody in this trace is called %s", name);
            if (!trace.isComplete()) console.note("rtk: the trace was cut off; this is what was written before");
        }
        if (console.out().checkError()) throw new Failure(ExitCode.IO, "standard output cannot be written");
        return ExitCode.OK;
    }

    private Set<EventKind> kinds() {
        try {
            return TraceText.kinds(kinds);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--kind: " + e.getMessage());
        }
    }

    private static long duration(String option, String text) {
        try {
            return Units.durationNs(text);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, option + ": " + e.getMessage());
        }
    }

    /// Shows all events to the text, which learns names from them, and lets lines out only while time is in the window.
    private static final class Window implements Appendable {
        private final PrintStream out;
        private boolean open;

        Window(PrintStream out) { this.out = out; }

        TraceSink of(TraceText text, EventFilter filter, long fromNs) {
            return new TraceSink() {
                @Override
                public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                    open = filter.sees(kind, a, b, c, d, e) && timeNs >= fromNs;
                    text.event(timeNs, kind, a, b, c, d, e);
                }

                @Override
                public void text(int id, String value) {
                    filter.text(id, value);
                    text.text(id, value);
                }
            };
        }

        @Override
        public Appendable append(CharSequence line) {
            if (open) out.append(line);
            return this;
        }

        @Override
        public Appendable append(CharSequence line, int start, int end) { return append(line.subSequence(start, end)); }

        @Override
        public Appendable append(char c) { return append(String.valueOf(c)); }
    }
}
