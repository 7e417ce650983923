package rtk.apps.cli;

import java.math.BigDecimal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rtk.apps.scenario.Units;
import rtk.apps.verify.generate.TaskSets;
import rtk.apps.verify.generate.Utilisations;

/// `rtk generate`: a random task set as a scenario file, for studies of schedulability.
@Command(name = "generate", description = {
    "Writes a scenario with a random task set: utilisations uniform, periods with uniform logarithms, priorities by rate.",
    "The same seed gives the same set everywhere."})
final class GenerateVerb implements Callable<Integer> {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final Console console;

    @Option(names = "--tasks", paramLabel = "N", description = "How many. Default: ${DEFAULT-VALUE}")
    private int tasks = 10;

    @Option(names = "--utilisation", paramLabel = "U", description = "Of all together, such as 0.7 or 70%%. Default: ${DEFAULT-VALUE}")
    private String utilisation = "0.7";

    @Option(names = "--method", paramLabel = "METHOD", description = "uunifast (Bini, Buttazzo 2005) or rand-fixed-sum (Stafford; Emberson 2010). Default: ${DEFAULT-VALUE}")
    private String method = "uunifast";

    @Option(names = "--shortest", paramLabel = "D", description = "Shortest period. Default: ${DEFAULT-VALUE}")
    private String shortest = "1ms";

    @Option(names = "--longest", paramLabel = "D", description = "Longest period. Default: ${DEFAULT-VALUE}")
    private String longest = "100ms";

    @Option(names = "--granularity", paramLabel = "D", description = "Periods are multiples of it. Default: ${DEFAULT-VALUE}")
    private String granularity = "100us";

    @Option(names = "--seed", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    GenerateVerb(Console console) { this.console = console; }

    @Override
    public Integer call() {
        try {
            var sets = new TaskSets(tasks, millionths(utilisation), method(method), durationNs("--shortest", shortest),
                    durationNs("--longest", longest), durationNs("--granularity", granularity));
            console.out().print(sets.scenario(seed));
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage(), e);
        }
        return ExitCode.OK;
    }

    private static long millionths(String text) {
        boolean percent = text.endsWith("%");
        try {
            BigDecimal value = new BigDecimal(percent ? text.substring(0, text.length() - 1) : text);
            return value.multiply(MILLION).movePointLeft(percent ? 2 : 0).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("--utilisation: found " + text + ", expected a share such as 0.7 or 70%", e);
        }
    }

    private static Utilisations method(String name) {
        return switch (name) {
            case "uunifast" -> Utilisations.UUNIFAST;
            case "rand-fixed-sum" -> Utilisations.RAND_FIXED_SUM;
            default -> throw new IllegalArgumentException("--method: found " + name + ", expected uunifast or rand-fixed-sum");
        };
    }

    private static long durationNs(String option, String text) {
        try {
            return Units.durationNs(text);
        } catch (Units.UnitException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }
}
