package rtk.apps.verify.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.ScenarioException;
import rtk.apps.scenario.ScenarioFile;
import rtk.apps.scenario.SourceRoot;
import rtk.apps.verify.bound.Vectors;
import tools.jackson.databind.JsonNode;

/// The search finds the worst where it is published, and says after how many runs, beside drawing each run anew.
final class KnownWorstTest {
    private static final long RUNS = 200;
    /// `-Drtk.combinations=5000` for one set more. The largest set is left out: its worst case has a release 1 ns before another job's, in the
    /// middle of a range, where the values tried have no point.
    private static final long COMBINATIONS_MAX = Long.getLong("rtk.combinations", 2_000);

    private static Scenario scenario(String text) {
        try {
            return ScenarioFile.parse("known.yaml", text, new SourceRoot.Directory(Path.of("")), List.of());
        } catch (ScenarioException e) {
            throw new AssertionError(e.getMessage() + " in\n" + text, e);
        }
    }

    private static List<Best> look(Scenario scenario, boolean guided, long runs) {
        var laboratory = new Laboratory(scenario, Choice.Phases.FREE);
        var settings = new Search.Settings(runs, Long.MAX_VALUE, 1, 1, scenario.durationNs(), guided);
        return new Search(laboratory, settings).look((done, wallNs) -> {}, () -> false).bests();
    }

    /// Compares from a start that does not show the worst, as offsets hide it.
    ///
    /// @param toleranceNs how far below a worst case may stay that is a limit, which nothing reaches
    private static void compare(String what, Scenario hidden, List<Long> worst, long toleranceNs) {
        List<Best> guided = look(hidden, true, RUNS);
        List<Best> drawn = look(hidden, false, RUNS);
        for (int i = 0; i < worst.size(); i++) {
            System.out.printf("%s, measure %d: worst %d; guided %d after %d runs, drawn anew %d after %d runs%n", what, i,
                    worst.get(i), guided.get(i).value(), guided.get(i).run() + 1, drawn.get(i).value(), drawn.get(i).run() + 1);
            long missingNs = worst.get(i) - guided.get(i).value();
            assertTrue(missingNs >= 0 && missingNs <= toleranceNs, what + ", measure " + i + ": " + missingNs + " ns");
            assertTrue(drawn.get(i).value() <= worst.get(i), what + ", measure " + i);
        }
    }

    @Test
    void theWorstOfLehoczkysTasksIsFoundFromPhasesThatHideIt() throws Exception {
        for (JsonNode set : Vectors.file("A_rta", "A03").get("cases")) {
            var text = new StringBuilder("duration: 12us\ntasks:\n");
            int number = 0;
            for (JsonNode task : set.get("inputs").get("tasks")) {
                long c = task.get("C").longValue();
                text.append(String.format("  - { name: t%d, period: %dns, offset: %dns, bcet: %dns, wcet: %dns, priority: %d }%n",
                        number, task.get("T").longValue(), number * 31, c / 2, c, 20 - number));
                number++;
            }
            compare("A03", scenario(text.toString()), Vectors.numbers(set.get("expected").get("response_time")), 0);
        }
    }

    /// Frames of 125 bits with intermission: 7 bytes, worst length. A response ends with EOF, before the intermission of 3 bits.
    /// What blocks begins 1 ns before what it blocks, so the published blocking of a whole frame is not reached by that.
    @Test
    void theSecondInstanceOfDavisMessageCIsFoundFromPhasesThatHideIt() throws Exception {
        JsonNode set = Vectors.file("B_can", "B13");
        var text = new StringBuilder("duration: 60ms\nboard: { can: { can0: { bitrate: 125k } } }\nmessages:\n");
        var worst = new ArrayList<Long>();
        for (JsonNode message : set.get("inputs").get("messages")) {
            String name = message.get("name").stringValue();
            int priority = message.get("priority").intValue();
            text.append(String.format(
                    "  - { name: %s, bus: can0, id: %d, dlc: 7, length: worst, period: %dus, offset: %dus }%n", name, priority,
                    Math.round(message.get("T").doubleValue() * 1000), 700 * (3 - priority)));
            worst.add(Math.round(set.get("expected").get("response_revised").get(name).doubleValue() * 1_000_000) - 3 * 8_000);
        }

        compare("B13", scenario(text.toString()), worst, 1);
    }

    /// Each job is a task with one; a mutex with a ceiling above all that it holds from start to end makes it non-preemptive.
    @Test
    void theRangesOfNonPreemptiveJobSetsAreFoundByAllCombinations() throws Exception {
        int compared = 0;
        for (JsonNode set : Vectors.file("G_simulation", "G01a").get("cases")) {
            JsonNode expected = set.get("expected").get("finish_time_min_max");
            if (expected.get(0).isNull()) continue;
            var laboratory = new Laboratory(scenario(jobSet(set.get("inputs").get("jobs"))), Choice.Phases.FIXED);
            var exhaustion = new Exhaustion(laboratory, 0, 0);
            if (exhaustion.combinations() > COMBINATIONS_MAX) continue;
            var result = exhaustion.look(Long.MAX_VALUE, Long.MAX_VALUE, 1, (done, wallNs) -> {}, () -> false);

            assertTrue(result.isComplete());
            int number = 0;
            for (JsonNode job : set.get("inputs").get("jobs")) {
                String what = set.get("name").stringValue() + ", job " + (number + 1);
                long earliest = job.get("release").get(0).longValue();
                assertEquals(expected.get(number).get(0).longValue(), earliest + result.leasts().get(number).value(), what);
                assertEquals(expected.get(number).get(1).longValue(), earliest + result.bests().get(number).value(), what);
                number++;
                compared++;
            }
        }
        assertTrue(compared > 12, "only " + compared);
    }

    private static String jobSet(JsonNode jobs) {
        var text = new StringBuilder("duration: 9us\nmutexes: [ { name: cpu, protocol: ceiling, ceiling: 253 } ]\ntasks:\n");
        var priorities = new java.util.TreeSet<Long>();
        for (JsonNode job : jobs) priorities.add(job.get("priority").longValue());
        for (JsonNode job : jobs) {
            long earliest = job.get("release").get(0).longValue();
            int priority = 100 - priorities.headSet(job.get("priority").longValue()).size();
            text.append(String.format(
                    "  - { name: j%d, period: 10us, offset: %dns, jitter: %dns, bcet: %dns, wcet: %dns, priority: %d, "
                            + "locks: [ { mutex: cpu, for: %dns } ] }%n",
                    job.get("id").intValue(), earliest, job.get("release").get(1).longValue() - earliest,
                    job.get("cost").get(0).longValue(), job.get("cost").get(1).longValue(), priority,
                    job.get("cost").get(1).longValue()));
        }
        return text.toString();
    }
}
