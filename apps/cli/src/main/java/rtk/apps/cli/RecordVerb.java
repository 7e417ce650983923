package rtk.apps.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtk.trace.mqtt.StreamRecorder;

/// `rtk record`: traces from the streams of runs.
@Command(name = "record", description = {
    "Writes the traces that runs publish: each has the same bytes as the file that the run itself writes.",
    "Killed and started again with the same folder it goes on where it stopped. What is missing is told, with exit code 5."})
final class RecordVerb implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "URL", description = "The MQTT broker, for example mqtt://localhost:1883.")
    private String url;

    @Option(names = {"-o",
        "--out"}, paramLabel = "DIR", description = "Each run gets LAB/BOARD/RUN/trace.rtk in it. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("recorded");

    @Option(names = "--lab", paramLabel = "NAME", description = "Only this lab.")
    private String lab;

    @Option(names = "--board", paramLabel = "NAME", description = "Only this board: the name of a scenario.")
    private String board;

    @Option(names = "--run", paramLabel = "ID", description = "Only this run, and end with it.")
    private String run;

    @Option(names = "--runs", paramLabel = "N", description = "Ends after so many runs have ended. Default: goes on until Ctrl-C, or 1 with --run")
    private Long runs;

    @Option(names = "--session", paramLabel = "NAME", description = "Name of the broker's session. Default: made from DIR and what is asked for")
    private String session;

    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    private final List<StreamRecorder.Result> results = Collections.synchronizedList(new ArrayList<>());

    RecordVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        if (runs != null && runs < 1) throw new Failure(ExitCode.USAGE, "--runs: found " + runs + ", expected 1 or more");
        var choice = new StreamRecorder.Choice(lab, board, run);
        long count = runs != null ? runs : run != null ? 1 : Long.MAX_VALUE;
        Thread waiting = Thread.currentThread();
        try (StreamRecorder recorder = StreamRecorder.open(broker.broker("URL", url), choice, out, session(), this::ended,
                warning -> console.note("rtk: " + warning))) {
            console.note("rtk: recording %s into %s", url.replaceAll("//[^/@]*@", "//"), out);
            Runnable uninterrupted = Interruption.calls(waiting::interrupt);
            try {
                recorder.awaitEnds(count);
            } catch (InterruptedException e) {
                console.note("rtk: interrupted; what was recorded so far is kept");
            }
            uninterrupted.run();
        }
        if (json) console.line("%s", Json.of(facts()));
        if (Interruption.happened()) return ExitCode.INTERRUPTED;
        return results.stream().allMatch(result -> result.problems().isEmpty()) ? ExitCode.OK : ExitCode.IO;
    }

    private void ended(StreamRecorder.Result result) {
        results.add(result);
        for (String problem : result.problems()) console.note("rtk: " + result.name() + ": " + problem);
        if (!json) {
            console.line("%s: %s, %,d events, digest %s, %s", result.name(), result.status(), result.events(),
                    result.digest().isEmpty() ? "none" : result.digest(), result.file());
            console.out().flush();
        }
    }

    private Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("contract", Version.CONTRACT);
        facts.put("runs", List.copyOf(results).stream().map(result -> {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("run", result.name());
            fact.put("file", result.file().toString());
            fact.put("status", result.status());
            fact.put("events", result.events());
            fact.put("digest", result.digest());
            fact.put("missingBatches", result.missing());
            fact.put("problems", result.problems());
            return fact;
        }).toList());
        return facts;
    }

    /// The same for the same folder and choice, so that a recorder that was killed finds its session again.
    private String session() {
        if (session != null) return session;
        String asked = out.toAbsolutePath().normalize() + "\n" + lab + "\n" + board + "\n" + run;
        return String.format(Locale.ROOT, "%08x", asked.hashCode());
    }
}
