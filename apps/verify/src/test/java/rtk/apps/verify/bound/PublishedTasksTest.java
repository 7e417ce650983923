package rtk.apps.verify.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Task sets whose response times are in print.
final class PublishedTasksTest {
    /// From the nominal release.
    private static List<Long> bounds(List<Load> loads) {
        return FixedPriority.of(loads).stream().map(Response::boundNs).toList();
    }

    /// From the real release: what most of the sources print.
    private static List<Long> withoutOwnJitter(List<Load> loads) {
        var times = new ArrayList<Long>();
        for (int i = 0; i < loads.size(); i++) {
            long bound = new FixedPriority(loads).response(i).boundNs();
            times.add(bound == Response.NONE ? bound : bound - loads.get(i).jitterNs());
        }
        return times;
    }

    private static void compare(JsonNode file) {
        for (JsonNode one : file.get("cases")) {
            JsonNode expected = one.get("expected").get("response_time");
            List<Load> loads = Vectors.loads(one.get("inputs").get("tasks"));
            if (one.path("name").asString("").equals("miss_at_13")) {
                // In print is the first job. 3/4 + 4/12 > 1: each later one is longer, there is no bound.
                assertEquals(List.of(3L, Response.NONE), bounds(loads));
                assertEquals(16, NaiveResponse.firstJobNs(loads, 1));
            } else if (expected != null) {
                assertEquals(Vectors.numbers(expected), withoutOwnJitter(loads), one.path("name").asString(""));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A01", "A02", "A03", "A05a", "A12", "A13a"})
    void responseTimesAreThePublishedOnes(String id) throws IOException {
        compare(Vectors.file("A_rta", id));
    }

    @Test
    void includingOwnJitterTheyAreThoseOfThePaper() throws IOException {
        JsonNode set = Vectors.file("A_rta", "A02").get("cases").get(0);

        assertEquals(Vectors.numbers(set.get("expected").get("response_time_including_own_jitter")),
                bounds(Vectors.loads(set.get("inputs").get("tasks"))));
    }

    @Test
    void theLastTasksOfRtschedAreAsItsTestsSay() throws IOException {
        for (JsonNode one : Vectors.file("A_rta", "A09a").get("cases")) {
            List<Load> loads = Vectors.loads(one.get("inputs").get("tasks"));

            assertEquals(one.get("expected").get("response_time_of_last_task").longValue(), withoutOwnJitter(loads).getLast());
        }
    }

    @Test
    void casesOnPaperComeOutWithTheirOwnJitter() throws IOException {
        for (JsonNode one : Vectors.file("A_rta", "A10a").get("cases")) {
            JsonNode expected = one.get("expected").get("response_time");
            int index = one.get("inputs").get("task_index").intValue();
            Response response = new FixedPriority(Vectors.loads(one.get("inputs").get("tasks"))).response(index);

            assertEquals(expected.isNull() ? Response.NONE : expected.longValue(), response.boundNs(),
                    one.get("name").asString());
        }
    }

    @Test
    void overloadHasNoBoundAndWhatIsAboveItKeepsIts() throws IOException {
        JsonNode one = Vectors.file("A_rta", "A06a").get("cases").get(0);

        assertEquals(Vectors.numbers(one.get("expected").get("response_time")),
                bounds(Vectors.loads(one.get("inputs").get("tasks"))));
    }

    /// Time there is whole ticks: what blocks began a tick before.
    @ParameterizedTest
    @ValueSource(strings = {"A07", "A06a"})
    void sectionsThatNothingPreemptsBlockAndEndJobs(String id) throws IOException {
        for (JsonNode one : Vectors.file("A_rta", id).get("cases")) {
            String kind = one.get("kind").asString();
            if (kind.equals("fully preemptive")) continue;
            List<Load> plain = Vectors.loads(one.get("inputs").get("tasks"));
            var loads = new ArrayList<Load>();
            for (int i = 0; i < plain.size(); i++) {
                long blocking = 0;
                for (int j = i + 1; j < plain.size(); j++) blocking = Math.max(blocking, segment(one, plain, j, "max") - 1);
                long tail = kind.equals("floating non-preemptive") ? 0 : segment(one, plain, i, "last");
                loads.add(plain.get(i).blockingNs(blocking).tailNs(tail));
            }

            assertEquals(Vectors.numbers(one.get("expected").get("response_time")), bounds(loads), kind);
        }
    }

    private static long segment(JsonNode one, List<Load> loads, int index, String which) {
        JsonNode segments = one.get("inputs").get(which + "_nonpreemptive_segment");
        return segments == null ? loads.get(index).wcetNs() : segments.get(index).longValue();
    }

    @Test
    void busyPeriodsOfPycpaHaveAsManyJobsAndTheSameTimes() throws IOException {
        for (JsonNode set : Vectors.file("A_rta", "A18a").get("sets")) {
            List<Load> loads = Vectors.loads(set.get("tasks"));
            for (int i = 0; i < loads.size(); i++) {
                Load own = loads.get(i);
                List<Long> times = Vectors.numbers(set.get("expected").get("busy_times").get(i));
                long worst = 0;
                for (int q = 0; q < times.size(); q++)
                    worst = Math.max(worst, own.jitterNs() + times.get(q) - q * own.periodNs());
                Response response = new FixedPriority(loads).response(i);

                assertEquals(set.get("expected").get("jobs_in_busy_period").get(i).longValue(), response.jobs());
                assertEquals(times.getLast(), response.busyPeriodNs());
                assertEquals(worst, response.boundNs());
            }
        }
    }

    @Test
    void releasesInAWindowAreCountedAsArrivalCurvesAre() throws IOException {
        int compared = 0;
        for (JsonNode one : Vectors.file("A_rta", "A16").get("cases")) {
            List<Load> sources = sources(one.get("inputs"));
            for (var count : one.get("expected").path("max_arrivals_in_window").properties()) {
                long window = Long.parseLong(count.getKey());
                assertEquals(count.getValue().longValue(), sources.stream().mapToLong(load -> load.releasesWithin(window)).sum());
                compared++;
            }
        }
        assertTrue(compared > 30);
    }

    @Test
    void theNextReleaseFitsOneTickAfterTheWindowThatItDoesNotFit() throws IOException {
        JsonNode steps = Vectors.file("A_rta", "A16").get("cases").get(4);
        JsonNode distances = Vectors.file("A_rta", "A16").get("cases").get(5);

        List<Load> sources = sources(steps.get("inputs"));
        for (int i = 0; i < sources.size(); i++) {
            for (JsonNode step : steps.get("expected").get(i)) {
                Load load = sources.get(i);
                assertTrue(load.releasesWithin(step.longValue()) > load.releasesWithin(step.longValue() - 1));
            }
        }
        Load load = sources(distances.get("inputs")).getFirst();
        List<Long> least = Vectors.numbers(distances.get("expected").get("min_distance_of_n_events_n_0_to_99"));
        for (int n = 1; n < least.size(); n++) assertTrue(load.releasesUpTo(least.get(n)) >= n);
        for (int n = 12; n < least.size(); n++) assertTrue(load.releasesUpTo(least.get(n) - 1) < n);
    }

    private static List<Load> sources(JsonNode inputs) {
        var sources = new ArrayList<Load>();
        for (JsonNode input : inputs.isArray() ? inputs : List.of(inputs)) {
            sources.add(Load.of(1, 1, input.get("period").longValue()).jitterNs(input.get("jitter").longValue()));
        }
        return sources;
    }

    /// What the job waits outside of the processor counts as its own work, and lets it run late against less urgent load.
    @Test
    void selfSuspensionLengthensTheTaskAndDisturbsThoseBelow() throws IOException {
        JsonNode file = Vectors.file("A_rta", "A17");
        List<Load> loads = Vectors.loads(file.get("inputs").get("tasks"));
        var suspended = new ArrayList<Load>();
        for (Load load : loads) suspended.add(load);
        long second = SelfSuspension.response(loads.get(1), 5, List.of(loads.get(0)), List.of()).boundNs();
        suspended.set(1, SelfSuspension.asSeenBelow(loads.get(1), second));

        assertEquals(Vectors.numbers(file.get("expected").get(0).get("response_time")), bounds(loads));
        assertEquals(file.get("expected").get(1).get("response_time").get(1).longValue(), second);
        assertTrue(bounds(suspended).get(2) > loads.get(2).periodNs());
        assertFalse(file.get("expected").get(1).get("schedulable").booleanValue());
    }
}
