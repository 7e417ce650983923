package rtk.apps.verify.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Servers, cause-effect chains and non-preemptive job sets that are in print.
final class PublishedServersAndChainsTest {
    @Test
    void serversAreSizedAsInTheExercises() throws IOException {
        for (JsonNode one : Vectors.file("D_locking_servers", "D05").get("cases")) {
            List<Load> tasks = new ArrayList<>();
            for (JsonNode task : one.get("inputs").get("tasks"))
                tasks.add(Load.of(1, task.get(0).longValue(), task.get(1).longValue()));
            var kind = ServerSizing.Kind.valueOf(one.get("inputs").get("kind").asString().toUpperCase(Locale.ROOT));
            ServerSizing.Share largest = ServerSizing.largest(kind, tasks);

            assertEquals(one.get("expected").get("P").asString(), ServerSizing.product(tasks).toString());
            assertEquals(one.get("expected").get("Us_max").asString(), largest.toString());
            JsonNode budget = one.get("expected").get("Cs");
            if (budget == null) continue;
            // In halves, as the book prints them.
            String halves = largest.budgetNs(2 * one.get("expected").get("Ts").longValue()) + "/2";
            assertEquals(budget.asString(), halves.equals("4/2") ? "2" : halves);
        }
    }

    /// In halves of the unit of the figure. The server there gives back early (rule R3b), which only shortens responses.
    @Test
    void jobsOfLiusSporadicServerAreWithinTheirBounds() throws IOException {
        JsonNode inputs = Vectors.file("D_locking_servers", "D06").get("inputs");
        JsonNode completions = Vectors.file("D_locking_servers", "D06").get("recomputed").get("completions");
        var server = new ServedLoad.Server(halves(inputs.get("server").get("budget")), halves(inputs.get("server").get("period")),
                false);
        var above = new ArrayList<Load>();
        for (int i = 0; i < 2; i++) {
            JsonNode task = inputs.get("periodic").get(i);
            above.add(Load.of(9 - i, halves(task.get("C")), halves(task.get("T"))));
        }

        for (JsonNode job : inputs.get("aperiodic")) {
            long response = halves(completions.get(job.get("name").asString())) - halves(job.get("arrival"));
            Response bound = ServedLoad.response(Load.of(1, halves(job.get("C")), 1000), List.of(), server, above);
            assertTrue(bound.isBounded() && response <= bound.boundNs(),
                    job.get("name") + " took " + response + ", bound " + bound);
        }
    }

    private static long halves(JsonNode units) { return Math.round(2 * units.doubleValue()); }

    /// The published windows are one schedule from a common start. A server alone serves its first task within the bound for any
    /// phases; below the other server it has no bound, as 3 in 10, kept and spent twice in a row, can take 6 of 7 units from 2 in 4.
    @Test
    void tasksInDeferrableServersAreWithinTheirBounds() throws IOException {
        JsonNode cases = Vectors.file("D_locking_servers", "D07a").get("cases");
        JsonNode alone = cases.get(0).get("inputs").get("servers_in_priority_order").get(0);
        List<Load> tasks = Vectors.loads(alone.get("tasks"));
        Response bound = ServedLoad.response(tasks.get(0), List.of(), server(alone), List.of());

        assertEquals((4 - 2) + 1, bound.boundNs());
        for (JsonNode run : cases.get(0).get("expected").get("task_demand").get(0)) {
            long released = run.get(0).longValue() / 5 * 5;
            assertTrue(run.get(1).longValue() - released <= bound.boundNs());
        }
        JsonNode servers = cases.get(2).get("inputs").get("servers_in_priority_order");
        assertEquals(Response.UNBOUNDED, ServedLoad.response(Vectors.loads(servers.get(1).get("tasks")).get(0), List.of(),
                server(servers.get(1)), List.of(server(servers.get(0)).asLoad(9))));
    }

    private static ServedLoad.Server server(JsonNode server) {
        return new ServedLoad.Server(server.get("budget").longValue(), server.get("period").longValue(), true);
    }

    @Test
    void chainsUnderLetReactAndAgeAsTheReferenceSays() throws IOException {
        for (JsonNode one : Vectors.file("E_chains", "E03a").get("chains")) {
            var chain = new ArrayList<CauseEffectChain.Let>();
            for (int i = 0; i < one.get("periods").size(); i++) {
                chain.add(new CauseEffectChain.Let(one.get("periods").get(i).longValue(), one.get("phases").get(i).longValue()));
            }
            JsonNode expected = one.get("expected");

            assertEquals(new CauseEffectChain.Delay(expected.get("max_reaction_time").longValue(),
                    expected.get("max_data_age").longValue(),
                    expected.get("max_reduced_reaction_time").longValue(), expected.get("max_reduced_data_age").longValue()),
                    CauseEffectChain.let(chain), one.toString());
        }
    }

    @Test
    void nonPreemptiveJobsFinishInThePublishedRanges() throws IOException {
        int compared = 0;
        for (JsonNode one : Vectors.file("G_simulation", "G01a").get("cases")) {
            var jobs = new ArrayList<JobSetGraph.Job>();
            var order = new ArrayList<JsonNode>();
            for (JsonNode job : one.get("inputs").get("jobs")) order.add(job);
            var byTie = new ArrayList<>(order);
            byTie.sort((a, b) -> a.get("tie_break").longValue() != b.get("tie_break").longValue()
                    ? Long.compare(a.get("tie_break").longValue(), b.get("tie_break").longValue())
                    : Long.compare(a.get("id").longValue(), b.get("id").longValue()));
            for (JsonNode job : byTie) {
                jobs.add(new JobSetGraph.Job(job.get("release").get(0).longValue(), job.get("release").get(1).longValue(),
                        job.get("cost").get(0).longValue(), job.get("cost").get(1).longValue(), job.get("priority").longValue()));
            }
            List<JobSetGraph.Finish> finishes = JobSetGraph.finishes(jobs);
            for (int i = 0; i < order.size(); i++) {
                JsonNode expected = one.get("expected").get("finish_time_min_max").get(i);
                if (expected.isNull()) continue;
                JobSetGraph.Finish finish = finishes.get(byTie.indexOf(order.get(i)));
                assertEquals(Vectors.numbers(expected), List.of(finish.earliest(), finish.latest()),
                        one.get("name").asString() + ", job " + order.get(i).get("id"));
                compared++;
            }
        }
        assertTrue(compared > 20, compared + " jobs");
    }

    /// CPU, bus, CPU. The response of T22 in print, 11, is no bound: T12 can be done at 13 (10 + 3) and, released at 14, again at 15, and the
    /// bus, which sends the first until 22, has the second done at 31, 16 after it came. T31 behind it is one event more, too. Everything
    /// before is as printed.
    @Test
    void aWayOverTwoProcessorsAndABusIsBoundedByItsStages() throws IOException {
        JsonNode one = Vectors.file("E_chains", "E01").get("cases").get(0);
        var resources = List.of(new Holistic.Resource("CPU1", true), new Holistic.Resource("BUS", false),
                new Holistic.Resource("CPU2", true));
        var names = new ArrayList<String>();
        for (JsonNode task : one.get("inputs").get("tasks")) names.add(task.get("name").asString());
        var stages = new ArrayList<Holistic.Stage>();
        for (JsonNode task : one.get("inputs").get("tasks")) {
            int resource = resources.indexOf(
                    resources.stream().filter(r -> r.name().equals(task.get("on").asString())).findFirst().orElseThrow());
            stages.add(new Holistic.Stage(task.get("name").asString(), resource, -task.get("prio").intValue(),
                    task.get("C").get(0).longValue(),
                    task.get("C").get(1).longValue(), task.has("after") ? names.indexOf(task.get("after").asString()) : -1,
                    task.path("P").longValue(0), task.path("J").longValue(0)));
        }
        List<Response> responses = Holistic.responses(resources, stages);
        JsonNode wcrt = one.get("expected").get("wcrt");

        assertEquals(wcrt.get("T11").longValue() + 3, responses.get(names.indexOf("T11")).boundNs());
        assertEquals(wcrt.get("T12").longValue() + 1, responses.get(names.indexOf("T12")).boundNs());
        long jitterOfT21 = 3 + 10 - 5;
        assertEquals(jitterOfT21 + wcrt.get("T21").longValue(), responses.get(names.indexOf("T21")).boundNs());
        long jitterOfT22 = 1 + 13 - 1;
        // Its second instance comes 15 after the nominal release of the first, 2 after its latest.
        assertEquals(Math.max(jitterOfT22 + 11, 20 + jitterOfT22 - 15), responses.get(names.indexOf("T22")).boundNs());
        assertTrue(Holistic.latencyNs(stages, responses, names.indexOf("T31")) >= one.get("expected").get("path_latency")
                .get("P1").get("worst").longValue());
        assertTrue(Holistic.latencyNs(stages, responses, names.indexOf("T32")) >= one.get("expected").get("path_latency")
                .get("P2").get("worst").longValue());
    }

    /// In print is 116 with jitters and phases of its own kind. From nominal releases: the last task's 3 + 10, then at most 60 + 21 since
    /// the task before read what is the newest then, and 10 + 5 before that.
    @Test
    void dataOfThreeTasksAreNoOlderThanPublished() throws IOException {
        JsonNode one = Vectors.file("E_chains", "E01").get("cases").get(1);
        var chain = List.of(new CauseEffectChain.Stage(10, 5), new CauseEffectChain.Stage(60, 21),
                new CauseEffectChain.Stage(30, 13));

        long bound = CauseEffectChain.ageBoundNs(chain);

        assertEquals(13 + 60 + 21 + 10 + 5, bound);
        assertTrue(bound <= one.get("expected").get("data_age").longValue());
    }
}
