package rtk.apps.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.Simulation;
import rtk.trace.mqtt.MqttPublisher;

/// `rtk run`: one simulation.
@Command(name = "run", description = "Runs one simulation of a scenario.")
final class RunVerb implements Callable<Integer> {
    /// What comes in from the host happens at the next end of such a step.
    private static final long BRIDGE_SLICE_NS = 1_000_000;

    private final Console console;

    @Parameters(paramLabel = "SCENARIO", arity = "0..1", description = "A scenario file, builtin:NAME for a shipped one, or - for standard input.")
    private String location;

    @Option(names = "--list", description = "Lists the shipped scenarios.")
    private boolean list;

    @Mixin
    private final RunOptions run = new RunOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for summary.json, trace.rtk and latency.hlog.")
    private Path out;

    @Option(names = "--publish", paramLabel = "URL", description = "Publishes to an MQTT broker, for example mqtt://localhost:1883.")
    private String publish;

    @Option(names = "--publish-mode", paramLabel = "MODE", description = "lossless: the run waits for a slow broker; summary: it never waits, batches of the trace are dropped and counted. Default: ${DEFAULT-VALUE}")
    private String publishMode = "lossless";

    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    @Option(names = "--lab", paramLabel = "NAME", description = "Name of the lab in topics. Default: ${DEFAULT-VALUE}")
    private String lab = "local";

    @Option(names = "--run-id", paramLabel = "ID", description = "Name of this run in topics.")
    private String runId;

    @Option(names = "--bridge", paramLabel = "PORT=HOST", description = "Joins a CAN bus or UART with the host: can0=vcan0, ser1=pty, ser1=tcp:4000, =file:bridge-can0.log for what came in before, or ser1=capture:FILE for what a line says. To the host at 1x unless --pace says otherwise; not deterministic.")
    private List<String> bridges = new ArrayList<>();

    @Option(names = "--record", paramLabel = "WHAT", description = "all, or ring:D: the trace has the last D before the trigger, or before the end. Default: all")
    private String record;

    @Option(names = "--trigger", paramLabel = "EVENT", description = "What ends the ring: 'miss [TASK]', 'crash [PROCESS]', 'user NAME', deadlock or 'event KIND'. The run goes on.")
    private String trigger;

    @Option(names = "--after", paramLabel = "D", description = "How much after the trigger is recorded too.")
    private String after;

    @Option(names = "--record-kinds", paramLabel = "KIND", split = ",", description = "Only these kinds of events go into the trace, for example irq,thread.state.")
    private List<String> recordKinds = new ArrayList<>();

    @Option(names = "--record-processes", paramLabel = "NAME", split = ",", description = "Only events of these processes, and of the board, go into the trace.")
    private List<String> recordProcesses = new ArrayList<>();

    @Option(names = "--json", description = "Prints the summary as JSON.")
    private boolean json;

    RunVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        if (list) return ShippedScenarios.print(console, json);
        if (location == null)
            throw new Failure(ExitCode.USAGE, "found no SCENARIO, expected a file, builtin:NAME or -; see rtk run --list");
        Scenario scenario = run.scenario(location, console);
        RecordSpec spec = RecordSpec.of(record, trigger, after, recordKinds, recordProcesses);
        console.note("rtk: " + scenario);
        Publishing publishing = publish == null
                ? null
                : new Publishing(broker.broker("--publish", publish), lab, runId == null ? newId(scenario) : runId,
                        publishMode());
        Outcome outcome = new Recording(console, scenario,
                new Recording.Settings(out, publishing, options(), null, bridges, null, spec))
                .run();
        if (json) {
            console.line("%s", Json.of(outcome.summary()));
        } else {
            Report.print(console, outcome.analysis(), outcome.verdicts());
        }
        console.out().flush();
        outcome.complain(console);
        if (out != null && outcome.writeFailure() == null)
            console.note("rtk: for a report: rtk report " + out.resolve("trace.rtk"));
        if (publishing != null && publishing.dropped() != null) console.note("rtk: " + publishing.dropped());
        console.note(outcome.lastLine());
        return outcome.exitCode();
    }

    private Simulation.Options options() {
        Simulation.Options options = run.options(Bridges.areExternal(bridges) ? 1 : 0);
        return bridges.isEmpty() ? options : options.sliceNs(BRIDGE_SLICE_NS);
    }

    private MqttPublisher.Mode publishMode() {
        for (MqttPublisher.Mode mode : MqttPublisher.Mode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(publishMode)) return mode;
        }
        throw new Failure(ExitCode.USAGE, "--publish-mode: found " + publishMode + ", expected lossless or summary");
    }

    private static String newId(Scenario scenario) {
        return String.format(Locale.ROOT, "%s-%d-%d", scenario.name(), scenario.seed(), System.currentTimeMillis());
    }
}
