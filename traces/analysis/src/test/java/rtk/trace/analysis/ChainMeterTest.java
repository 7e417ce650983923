package rtk.trace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import rtk.trace.EventKind;

class ChainMeterTest {
    private static final Pattern CHAIN = Pattern
            .compile("\"periods\":\\s*\\[([^]]*)],\\s*\"phases\":\\s*\\[([^]]*)],\\s*\"expected\":\\s*\\{([^}]*)}");

    /// Stages with logical execution time: each reads at its release and writes at the end of its period.
    private static ChainMeter let(long[] periods, long[] phases) {
        var meter = new ChainMeter(periods.length);
        long hyperperiod = 1;
        for (long period : periods) hyperperiod = hyperperiod / gcd(hyperperiod, period) * period;
        long end = Arrays.stream(phases).max().orElse(0) + 6 * hyperperiod + 4 * Arrays.stream(periods).sum();
        for (long t = 0; t <= end; t++) {
            for (int stage = 0; stage < periods.length; stage++) {
                if (t >= phases[stage] + periods[stage] && (t - phases[stage]) % periods[stage] == 0) meter.write(stage, t);
            }
            for (int stage = 0; stage < periods.length; stage++) {
                if (t >= phases[stage] && (t - phases[stage]) % periods[stage] == 0) meter.read(stage, t);
            }
        }
        return meter;
    }

    private static long gcd(long a, long b) { return b == 0 ? a : gcd(b, a % b); }

    private static long[] numbers(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).mapToLong(Long::parseLong).toArray();
    }

    private static long number(String object, String key) {
        Matcher found = Pattern.compile("\"" + key + "\":\\s*(\\d+)").matcher(object);
        assertTrue(found.find(), object);
        return Long.parseLong(found.group(1));
    }

    @Test
    void chainsWithLogicalExecutionTimeAreAsPublished() throws Exception {
        Path vectors = Path.of(System.getProperty("rtk.shared", "/nowhere"), "vectors/E_chains/E03a_let_chains_open.json");
        assumeTrue(Files.exists(vectors), "no vectors at " + vectors);
        Matcher chain = CHAIN.matcher(Files.readString(vectors));
        List<String> wrong = new ArrayList<>();
        int chains = 0;
        while (chain.find()) {
            chains++;
            ChainMeter meter = let(numbers(chain.group(1)), numbers(chain.group(2)));
            String expected = number(chain.group(3), "max_reaction_time") + " " + number(chain.group(3), "max_data_age") + " "
                    + number(chain.group(3), "max_reduced_reaction_time") + " " + number(chain.group(3), "max_reduced_data_age");
            String measured = meter.reaction().max() + " " + meter.age().max() + " " + meter.reducedReaction().max() + " "
                    + meter.reducedAge().max();
            if (!measured.equals(expected))
                wrong.add(chain.group(1) + " / " + chain.group(2) + ": " + expected + ", not " + measured);
        }

        assertEquals(List.of(), wrong);
        assertTrue(chains >= 20, chains + " chains");
    }

    /// Reads at 0, 10, 20, 30; the second stage reads what is written at 5, 15, 25, 35 at 26 only, and again at 28: the data of 0 and 10
    /// is overwritten, that of 20 is used twice.
    @Test
    void someDataIsOverwrittenAndSomeUsedTwice() {
        var meter = new ChainMeter(2);
        for (long t = 0; t <= 20; t += 10) {
            meter.read(0, t);
            meter.write(0, t + 5);
        }
        meter.read(1, 26);
        meter.write(1, 27);
        meter.read(1, 28);
        meter.write(1, 29);
        meter.read(0, 30);
        meter.write(0, 35);
        meter.read(1, 36);
        meter.write(1, 37);

        assertEquals(2, meter.overwritten());
        assertEquals(1, meter.repeated());
        assertEquals(27, meter.reaction().max()); // after the read at 0: seen at 10, out at 27
        assertEquals(27, meter.reducedReaction().max());
        assertEquals(17, meter.age().max()); // read at 20, replaced at 37
        assertEquals(9, meter.reducedAge().max()); // read at 20, last out at 29
    }

    /// From a user event of one process to that of another, by what they trace.
    @Test
    void aChainIsFoundInATrace() {
        var chain = new ChainAnalysis(List.of(new ChainAnalysis.Stage("user sense", "user filter"),
                new ChainAnalysis.Stage("user think", "user act")));
        List<String> texts = List.of("sense", "filter", "think", "act");
        for (int id = 1; id <= 4; id++) chain.text(id, texts.get(id - 1));
        long[][] events = {{0, 1}, {4, 2}, {10, 1}, {12, 3}, {14, 2}, {15, 4}, {20, 3}, {21, 4}};
        for (long[] event : events) chain.event(event[0], EventKind.USER, 1, event[1], 0, 0, 0);

        assertEquals(15, chain.meter().reducedReaction().max());
        assertEquals(11, chain.meter().reducedReaction().min());
        assertEquals(21, chain.meter().reaction().max());
    }
}
