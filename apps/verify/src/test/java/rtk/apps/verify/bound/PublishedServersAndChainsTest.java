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
            for (JsonNode task : one.get("inputs").get("tasks")) tasks.add(Load.of(1, task.get(0).longValue(), task.get(1).longValue()));
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
        var server = new ServedLoad.Server(halves(inputs.get("server").get("budget")), halves(inputs.get("server").get("period")), false);
        var above = new ArrayList<Load>();
        for (int i = 0; i < 2; i++) {
            JsonNode task = inputs.get("periodic").get(i);
            above.add(Load.of(9 - i, halves(task.get("C")), halves(task.get("T"))));
        }

        for (JsonNode job : inputs.get("aperiodic")) {
            long response = halves(completions.get(job.get("name").asString())) - halves(job.get("arrival"));
            Response bound = ServedLoad.response(Load.of(1, halves(job.get("C")), 1000), List.of(), server, above);
            assertTrue(bound.isBounded() && response <= bound.boundNs(), job.get("name") + " took " + response + ", bound " + bound);
        }
    }

    private static long halves(JsonNode units) { return Math.round(2 * units.doubleValue()); }

    /// The published windows are one schedule from a common start; its responses are within the bounds for any phases.
    @Test
    void tasksInDeferrableServersAreWithinTheirBounds() throws IOException {
        JsonNode one = Vectors.file("D_locking_servers", "D07a").get("cases").get(2);
        JsonNode servers = one.get("inputs").get("servers_in_priority_order");
        Load higher = server(servers.get(0)).asLoad(9);
        List<Load> tasks = Vectors.loads(servers.get(1).get("tasks"));

        Response first = ServedLoad.response(tasks.get(0), List.of(), server(servers.get(1)), List.of(higher));
        Response second = ServedLoad.response(tasks.get(1), List.of(tasks.get(0)), server(servers.get(1)), List.of(higher));

        // The higher server can take 6 of 7 units, so that budget 2 in 4 is not had in each period.
        assertEquals(Response.UNBOUNDED, first);
        assertEquals(Response.UNBOUNDED, second);
        Response alone = ServedLoad.response(tasks.get(0), List.of(), server(servers.get(1)), List.of());
        assertEquals(1 + 2, alone.boundNs());
        for (JsonNode run : Vectors.file("D_locking_servers", "D07a").get("cases").get(0).get("expected").get("task_demand").get(0)) {
            assertTrue(run.get(1).longValue() - run.get(0).longValue() / 5 * 5 <= alone.boundNs());
        }
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

            assertEquals(new CauseEffectChain.Delay(expected.get("max_reaction_time").longValue(), expected.get("max_data_age").longValue(),
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
}
