package rtk.apps.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rtk.trace.EventKind;
import rtk.trace.file.TraceFileWriter;

/// `rtk doctor`: whether this machine has what rtk needs, and what it would like.
@Command(name = "doctor", description = "Checks this machine: Java, coroutines, tools, permissions, speed of tracing.")
final class DoctorVerb implements Callable<Integer> {
    private static final int EVENTS = 2_000_000;

    private final Console console;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    DoctorVerb(Console console) { this.console = console; }

    /// One thing looked at.
    ///
    /// @param state `ok`, `missing` (something optional) or `broken`
    /// @param advice what to do, or empty
    record Check(String name, String state, String found, String advice) {}

    /// The whole of it, as JSON shows it.
    record Report(int contract, String version, boolean healthy, List<Check> checks) {}

    @Override
    public Integer call() {
        List<Check> checks = new ArrayList<>();
        checks.add(java());
        checks.addAll(Coroutines.checks());
        checks.add(tool("mosquitto", "mosquitto", "to publish to a broker of your own; without it, demo --live brings one"));
        checks.add(tool("candump", "can-utils", "to make and compare CAN logs; not needed to run"));
        checks.add(writing("out"));
        checks.add(writing(System.getProperty("java.io.tmpdir")));
        checks.add(tracing());
        boolean healthy = checks.stream().noneMatch(check -> check.state.equals("broken"));
        if (json) {
            console.line("%s", Json.of(new Report(Version.CONTRACT, Version.product(), healthy, checks)));
        } else {
            for (Check check : checks) {
                console.line("%-8s %-26s %s%s", check.state, check.name, check.found,
                        check.advice.isEmpty() ? "" : " – " + check.advice);
            }
        }
        return healthy ? ExitCode.OK : ExitCode.IO;
    }

    private static Check java() {
        String found = System.getProperty("java.vendor") + " " + Runtime.version();
        boolean right = Runtime.version().feature() == 25;
        return new Check("JDK 25", right ? "ok" : "broken", found, right ? "" : "install a JDK 25 or set JAVA_HOME");
    }

    /// A check that something works.
    static Check works(String name, String advice, BooleanSupplier attempt) {
        try {
            if (attempt.getAsBoolean()) return new Check(name, "ok", "works", "");
            return new Check(name, "broken", "gives a wrong result", advice);
        } catch (RuntimeException | LinkageError e) {
            return new Check(name, "broken", e.toString(), advice);
        }
    }

    private static Check tool(String program, String debianPackage, String use) {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";
        for (String folder : path.split(File.pathSeparator)) {
            Path candidate = Path.of(folder, program);
            if (Files.isExecutable(candidate)) return new Check(program, "ok", candidate.toString(), "");
        }
        return new Check(program, "missing", "not on PATH", use + " (Debian: apt-get install " + debianPackage + ")");
    }

    private static Check writing(String folder) {
        Path path = Path.of(folder).toAbsolutePath();
        Path existing = path;
        while (!Files.isDirectory(existing)) existing = existing.getParent();
        try {
            Path probe = Files.createTempFile(existing, "rtk-doctor", null);
            Files.delete(probe);
            long freeMb = Files.getFileStore(existing).getUsableSpace() >> 20;
            return new Check("write " + folder, "ok", String.format(Locale.ROOT, "%s, %,d MB free", path, freeMb), "");
        } catch (IOException e) {
            return new Check("write " + folder, "broken", Console.reason(e), "choose another folder with --out");
        }
    }

    private static Check tracing() {
        long bestNs = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            try (TraceFileWriter writer = new TraceFileWriter(null, "{}")) {
                long startNs = System.nanoTime();
                for (int i = 0; i < EVENTS; i++) writer.event(i * 50L, EventKind.CALL_ENTER, i & 7, i & 63, i);
                writer.flush();
                bestNs = Math.min(bestNs, System.nanoTime() - startNs);
            }
        }
        return new Check("trace writing", "ok", String.format(Locale.ROOT, "%.1f ns per event", (double) bestNs / EVENTS), "");
    }
}
