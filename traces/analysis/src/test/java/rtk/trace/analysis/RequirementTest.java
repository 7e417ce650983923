package rtk.trace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.trace.EventKind;

class RequirementTest {
    @ParameterizedTest
    @CsvSource({"can-rx max <= 50us,PATH,can-rx,MAX,AT_MOST,50000", "can-rx p99.9<20us,PATH,can-rx,P999,BELOW,20000",
        "can-rx p99.99 <= 1.5 ms,PATH,can-rx,P9999,AT_MOST,1500000", "can-rx count >= 100,PATH,can-rx,COUNT,AT_LEAST,100",
        "task t1 response max <= 10ms,TASK,t1,MAX,AT_MOST,10000000", "task t1 misses <= 0,TASK,t1,MISSES,AT_MOST,0",
        "message engine response max <= 2ms,MESSAGE,engine,MAX,AT_MOST,2000000", "bus can0 load <= 40%,BUS,can0,LOAD,AT_MOST,0.4",
        "task max <= 1ms,PATH,task,MAX,AT_MOST,1000000"})
    void everyFormIsRead(String text, Requirement.Subject subject, String name, Requirement.Metric metric,
            Requirement.Comparison comparison,
            double limit) {
        Requirement requirement = Requirement.parse(text).orThrow();

        assertEquals(List.of(subject, name, metric, comparison),
                List.of(requirement.subject(), requirement.name(), requirement.metric(),
                        requirement.comparison()));
        assertEquals(limit, requirement.limit().doubleValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "can-rx max <= 50|15|found \"50\", expected a duration with a unit, such as 250us, 1.5ms or 10s; write 50us, 50ms or 50s",
        "can-rx max 50us|12|found \"50us\", expected <= or <", "can-rx count <= 5|14|found \"<=\", expected >= or >",
        "bus can0 load <= 40|18|found \"40\", expected a percentage, such as 40%; write 40%",
        "bus can0 max <= 40%|10|found \"max\", expected load; for example: bus can0 load <= 40%",
        "task t1 max <= 5ms|9|found \"max\", expected response or misses; write task t1 response max",
        "task t1 misses <= 5ms|19|found \"5ms\", expected a whole number",
        "can-rx|7|found the end, expected max, min, mean, p50, p90, p99, p99.9 or p99.99, or count; for example: can-rx max <= 50us",
        "can-rx max <= 50us please|20|found \"please\", expected the end; one requirement a line",
        "''|1|found the end, expected a requirement; for example: can-rx max <= 50us"})
    void whatIsWrongIsPointedAt(String text, int column, String message) {
        Problem problem = Requirement.parse(text).problem();

        assertEquals(message, problem.message());
        assertEquals(column, problem.column());
    }

    @Test
    void verdictsFollowTheNumbers() {
        RunAnalysis run = threeSamples();

        assertEquals("passed 400ns 400ns", verdict("p max <= 400ns", run));
        assertEquals("failed 400ns 400ns", verdict("p max < 400ns", run));
        assertEquals("passed 100ns 400ns", verdict("p min < 400ns", run));
        assertEquals("failed 300ns 299ns", verdict("p mean <= 299ns", run));
        assertEquals("passed 3 3", verdict("p count >= 3", run));
        assertEquals("failed 3 4", verdict("p count >= 4", run));
        assertEquals("passed 0.0% 40.0%", verdict("bus can0 load <= 40%", run));
    }

    @Test
    void whatNeverHappenedIsNotPassed() {
        RunAnalysis run = threeSamples();

        assertEquals("never-exercised  1us", verdict("q max <= 1us", run));
        assertEquals("never-exercised  1us", verdict("unknown p99 <= 1us", run));
        assertEquals("never-exercised  0", verdict("task t1 misses <= 0", run));
        assertEquals("never-exercised  2ms", verdict("message m response max <= 2ms", run));
        assertEquals("never-exercised  40.0%", verdict("bus can9 load <= 40%", run));
    }

    @Test
    void aSampleThatIsStillOpenBreaksTheMaximumWhenItIsTooOld() {
        RunAnalysis run = threeSamples();
        run.event(10_000, EventKind.USER, Play.CLUSTER, textNumberOfA, 0);
        run.finish(10_400);
        assertEquals("passed 400ns 400ns", verdict("p max <= 400ns", run));
        run.finish(10_401);
        assertEquals("failed 401ns 400ns", verdict("p max <= 400ns", run));
    }

    @Test
    void aJobThatNeverEndsBreaksTheMaximum() {
        var run = new RunAnalysis(List.of());
        new Play(run).at(100, EventKind.JOB_RELEASED, Play.CLUSTER, 1, 100, 200, 0);
        run.finish(5_100);

        assertEquals("failed 5us 1us", verdict("task t1 response max <= 1us", run));
    }

    private int textNumberOfA;

    private RunAnalysis threeSamples() {
        var analysis = new RunAnalysis(
                List.of(new PathSpec("p", "user a", "user b"), new PathSpec("q", "irq can7", "run nobody")));
        var run = new Play(analysis);
        run.user(1_000, "a").user(1_100, "b").user(2_000, "a").user(2_400, "b").user(3_000, "a").user(3_400, "b");
        textNumberOfA = run.text("a");
        return analysis;
    }

    private static String verdict(String text, RunAnalysis run) {
        Verdict verdict = Requirement.parse(text).orThrow().evaluate(run);
        return verdict.verdict().label() + " " + verdict.observedText() + " " + verdict.limitText();
    }
}
