package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import rtk.trace.mqtt.RunTopics;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The files for Grafana and Node-RED name topics and metrics that exist.
final class DashboardFilesTest {
    private static final Path SCRIPTS = Path.of(System.getProperty("rtk.root", "../.."), "scripts");

    @Test
    void grafanaReadsTopicsThatRunsPublishAndMetricsThatAreServed() throws IOException {
        JsonNode dashboard = json("grafana/dashboards/rtk.json");
        var topics = new RunTopics("${lab}", "${board}", "${run}");
        Set<String> known = Set.of(topics.latencySummary("${path}"), topics.alert());
        Set<Integer> ids = new TreeSet<>();
        int live = 0;
        for (JsonNode panel : dashboard.path("panels")) {
            assertTrue(ids.add(panel.path("id").asInt()), "panels have numbers of their own");
            for (JsonNode target : panel.path("targets")) {
                if (target.has("topic")) {
                    live++;
                    assertTrue(known.contains(target.path("topic").asString()), target.toString());
                } else {
                    assertTrue(
                            target.path("expr").asString()
                                    .matches(".*\\brtk_(latency_seconds_bucket|latency_worst_seconds|run_up)\\b.*"),
                            target.toString());
                }
            }
        }
        assertEquals(4, live);
    }

    @Test
    void nodeRedListensToTopicsThatRunsPublishAndItsWiresEndSomewhere() throws IOException {
        JsonNode flows = json("node-red/flows.json");
        List<String> topics = new ArrayList<>();
        Set<String> ids = new TreeSet<>();
        for (JsonNode node : flows) assertTrue(ids.add(node.path("id").asString()));
        for (JsonNode node : flows) {
            if (node.path("type").asString().equals("mqtt in")) topics.add(node.path("topic").asString());
            for (JsonNode port : node.path("wires"))
                for (JsonNode to : port) assertTrue(ids.contains(to.asString()), to.toString());
        }
        assertEquals(List.of("rtk/v1/+/+/run/+/latency/+/summary", "rtk/v1/+/+/run/+/alert"), topics);
    }

    private static JsonNode json(String file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(SCRIPTS.resolve(file)));
    }
}
