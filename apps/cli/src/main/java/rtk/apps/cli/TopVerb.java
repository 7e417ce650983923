package rtk.apps.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.Simulation;
import rtk.kernel.KernelPanic;
import rtk.kernel.SpinningException;

/// `rtk top`: a run in the terminal while it goes on. In real time unless `--pace` says otherwise; with `--once` at full speed to the end,
/// and then one screen.
@Command(name = "top", description = "Runs a scenario and shows cores, latencies and threads in the terminal while it goes on, until its end or Ctrl-C.")
final class TopVerb implements Callable<Integer> {
    private static final int COLUMNS = 79;
    private static final int ROWS = 23;
    private static final String HOME = "\033[H";
    private static final String OTHER_SCREEN = "\033[?1049h\033[?25l";
    private static final String BACK = "\033[?25h\033[?1049l";

    private final Console console;
    private TopScreen screen;

    @Parameters(paramLabel = "SCENARIO", arity = "0..1", description = "A scenario file, builtin:NAME or -. Default: ${DEFAULT-VALUE}")
    private String location = "builtin:cockpit";

    @Mixin
    private final RunOptions run = new RunOptions();

    @Option(names = "--once", description = "Runs to the end at full speed and prints one screen, for scripts.")
    private boolean once;

    TopVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        Scenario scenario = run.scenario(location, console);
        boolean live = !once && console.interactive();
        screen = new TopScreen(scenario, live ? this::draw : () -> {});
        Runnable finished = () -> {};
        try (var simulation = new Simulation(scenario, screen, run.options(live ? 1 : 0))) {
            finished = Interruption.calls(simulation::stop);
            if (live) console.out().print(OTHER_SCREEN);
            simulation.run();
            screen.finish(simulation.world().nowNs());
            if (simulation.inputFailure() != null) throw simulation.inputFailure();
        } catch (SpinningException | KernelPanic fatal) {
            throw new Failure(ExitCode.SIMULATED, fatal.getMessage(), fatal.getCause());
        } finally {
            if (live) console.out().print(BACK);
            for (String line : screen.lines(COLUMNS, ROWS)) console.line("%s", line);
            console.out().flush();
            finished.run();
        }
        return Interruption.happened() ? ExitCode.INTERRUPTED : ExitCode.OK;
    }

    /// Every line is written over the one before it, so that nothing flickers.
    private void draw() {
        List<String> lines = screen.lines(COLUMNS, ROWS);
        console.out().print(HOME + String.join("\033[K\r\n", lines) + "\033[K\033[J");
        console.out().flush();
    }
}
