package rtk.trace.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import rtk.trace.TraceSink;
import rtk.trace.analysis.PathSpec;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.file.TraceFile;
import rtk.trace.file.TraceFileWriter;
import rtk.trace.mqtt.Received.Kind;
import tools.jackson.databind.JsonNode;

/// Alone, since it listens to standard error.
@Isolated
final class PublishedRunTest {
    private static final String MANIFEST = "{\"scenario\":\"cockpit\",\"seed\":42}";
    private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(10);
    private static EmbeddedBroker broker;
    private static String brokerOutput;

    @BeforeAll
    static void startBroker() throws IOException {
        PrintStream console = System.err;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        System.setErr(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            broker = EmbeddedBroker.start(0);
        } finally {
            System.setErr(console);
        }
        brokerOutput = output.toString(StandardCharsets.UTF_8);
    }

    @AfterAll
    static void stopBroker() throws IOException { broker.close(); }

    @Test
    void embeddedBrokerStartsWithoutAWord() { assertEquals("", brokerOutput); }

    @Test
    void subscriberPutsTheHistogramsTogetherExactly() throws IOException {
        wholeRunArrives(broker.url(), "exact");
    }

    @Test
    void realMosquittoDeliversTheWholeRun(@TempDir Path folder) throws IOException, InterruptedException {
        try (Mosquitto mosquitto = Mosquitto.start(folder)) {
            wholeRunArrives(mosquitto.url(), "mosquitto");
        }
    }

    private static void wholeRunArrives(String url, String runId) throws IOException {
        RunTopics topics = new RunTopics("lab", "bench/1", runId);
        List<Received> received = Collections.synchronizedList(new ArrayList<>());
        ScriptedRun run = new ScriptedRun();
        TraceFileWriter own = new TraceFileWriter(null, MANIFEST);
        try (MqttSubscriber subscriber = MqttSubscriber.connect(BrokerUrl.parse(url), topics, received::add);
                MqttPublisher publisher = new MqttPublisher(BrokerUrl.parse(url), topics, MANIFEST, run,
                        MqttPublisher.Mode.LOSSLESS)) {
            assertTrue(publisher.connect(), publisher::problem);
            run.begin(publisher.and(own));
            run.serve(2500);
            run.missDeadline();
            run.crash();
            publisher.finish(MqttPublisher.Ending.FINISHED, run.nowNs());

            assertNull(publisher.problem());
            assertTrue(subscriber.awaitEnd(WAIT_NS), subscriber::toString);
            assertEquals(List.of(), subscriber.gaps());
            assertEquals(0, subscriber.duplicates());
            for (String path : run.paths()) {
                assertEquals(run.histogram(path), subscriber.histograms().get(path));
                assertEquals(run.result(path), subscriber.summaries().get(path));
            }
        }
        own.close();

        JsonNode end = last(received, Kind.STATUS);
        assertEquals("finished", end.path("status").asString());
        assertEquals(own.digest(), end.path("digest").asString());
        assertEquals(1, end.path("contract").asInt());
        assertEquals(run.nowNs(), end.path("simNs").asLong());
        JsonNode manifest = last(received, Kind.MANIFEST);
        assertEquals(42, manifest.path("seed").asInt());
        assertEquals(1, manifest.path("contract").asInt());
        JsonNode timing = last(received, Kind.SERVER_TIMING);
        assertEquals("dev-can", timing.path("name").asString());
        assertEquals(2500, timing.path("messages").asInt());
        assertEquals(2500, timing.path("replies").asInt());
        assertEquals(1000, timing.path("serviceMinNs").asDouble(), 1);
        assertEquals(5993, timing.path("serviceMaxNs").asDouble(), 6);
        List<JsonNode> alerts = all(received, Kind.ALERT);
        assertEquals("deadline-missed", alerts.get(0).path("alert").asString());
        assertEquals("gateway.1", alerts.get(0).path("task").asString());
        assertEquals("process-crashed", alerts.get(1).path("alert").asString());
        assertEquals("SIGSEGV", alerts.get(1).path("reason").asString());
        assertEquals(2, alerts.get(1).path("seq").asInt());
    }

    @Test
    void batchesPutTogetherAreTheTraceFile(@TempDir Path folder) throws IOException {
        RunTopics topics = new RunTopics("lab", "bench", "batches");
        List<Received> received = Collections.synchronizedList(new ArrayList<>());
        ScriptedRun run = new ScriptedRun();
        String digest;
        try (MqttSubscriber subscriber = MqttSubscriber.connect(BrokerUrl.parse(broker.url()), topics, received::add)) {
            try (MqttPublisher publisher = new MqttPublisher(BrokerUrl.parse(broker.url()), topics, MANIFEST, LatencySource.NONE,
                    MqttPublisher.Mode.LOSSLESS)) {
                TraceFileWriter own = new TraceFileWriter(null, "{}");
                assertTrue(publisher.connect(), publisher::problem);
                run.begin(publisher.and(own));
                run.serve(5000);
                publisher.finish(MqttPublisher.Ending.FINISHED, run.nowNs());
                own.close();
                digest = own.digest();
            }
            assertTrue(subscriber.awaitEnd(WAIT_NS), subscriber::toString);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        received.stream().filter(r -> r.kind() == Kind.TRACE).forEach(r -> bytes.writeBytes(r.payload().bytes()));
        Path file = folder.resolve("stream.rtk");
        Files.write(file, bytes.toByteArray());
        TraceFile trace = TraceFile.open(file);
        assertTrue(trace.isComplete());
        assertEquals(digest, trace.digest());
        assertEquals(MANIFEST, trace.manifest());
        TraceFileWriter again = new TraceFileWriter(null, "{}");
        trace.replay(again);
        assertEquals(digest, again.digest());
    }

    @Test
    void streamAndAnalysisGiveTheSameAnswer() throws IOException {
        RunTopics topics = new RunTopics("lab", "bench", "analysed");
        RunAnalysis analysis = new RunAnalysis(List.of(new PathSpec("service", "receive dev-can", "reply dev-can")));
        ScriptedRun run = new ScriptedRun();
        try (MqttSubscriber subscriber = MqttSubscriber.connect(BrokerUrl.parse(broker.url()), topics, r -> {})) {
            try (MqttPublisher publisher = new MqttPublisher(BrokerUrl.parse(broker.url()), topics, MANIFEST,
                    LatencySource.of(analysis),
                    MqttPublisher.Mode.LOSSLESS)) {
                assertTrue(publisher.connect(), publisher::problem);
                run.begin(publisher.and(analysis));
                run.serve(1000);
                analysis.finish(run.nowNs());
                publisher.finish(MqttPublisher.Ending.FINISHED, run.nowNs());
            }
            assertTrue(subscriber.awaitEnd(WAIT_NS), subscriber::toString);
            assertEquals(List.of(), subscriber.gaps());
            assertEquals(1000, analysis.latency("service").count());
            assertEquals(analysis.latency("service"), subscriber.summaries().get("service"));
            assertEquals(analysis.histogram("service"), subscriber.histograms().get("service"));
        }
    }

    @Test
    void latecomerSeesTheRetainedAndIsToldOfWhatItMissed() throws IOException {
        RunTopics topics = new RunTopics("lab", "bench", "late");
        ScriptedRun run = new ScriptedRun();
        try (MqttPublisher publisher = new MqttPublisher(BrokerUrl.parse(broker.url()), topics, MANIFEST, run,
                MqttPublisher.Mode.LOSSLESS)) {
            assertTrue(publisher.connect(), publisher::problem);
            run.begin(publisher);
            run.serve(300);
            publisher.finish(MqttPublisher.Ending.FAILED, run.nowNs());
        }
        try (MqttSubscriber subscriber = MqttSubscriber.connect(BrokerUrl.parse(broker.url()), topics, r -> {})) {
            assertTrue(subscriber.awaitEnd(WAIT_NS), subscriber::toString);
            assertEquals("failed", subscriber.status());
            awaitSummaries(subscriber, 2);
            assertEquals(run.result(ScriptedRun.ODD), subscriber.summaries().get(ScriptedRun.ODD));
            assertTrue(subscriber.gaps().contains("latency path service time: 0 of 300 latencies here"),
                    subscriber.gaps()::toString);
        }
    }

    private static void awaitSummaries(MqttSubscriber subscriber, int count) {
        long end = System.nanoTime() + WAIT_NS;
        while (subscriber.summaries().size() < count && System.nanoTime() < end) Thread.onSpinWait();
    }

    @Test
    void roundsFallAtTheSameSimulatedInstantsWhateverTheHostDoes() throws IOException {
        List<List<String>> runs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            RunTopics topics = new RunTopics("lab", "bench", "again" + i);
            List<String> told = Collections.synchronizedList(new ArrayList<>());
            try (MqttSubscriber subscriber = MqttSubscriber.connect(BrokerUrl.parse(broker.url()), topics,
                    r -> told.add(r.kind() + " " + r.name() + " " + r.seq() + " " + r.simNs() + " " + r.payload().text()))) {
                ScriptedRun run = new ScriptedRun();
                try (MqttPublisher publisher = new MqttPublisher(BrokerUrl.parse(broker.url()), topics, MANIFEST, run,
                        MqttPublisher.Mode.LOSSLESS)) {
                    assertTrue(publisher.connect(), publisher::problem);
                    run.begin(publisher);
                    run.serve(500);
                    publisher.finish(MqttPublisher.Ending.FINISHED, run.nowNs());
                }
                assertTrue(subscriber.awaitEnd(WAIT_NS), subscriber::toString);
            }
            runs.add(List.copyOf(told));
        }
        assertEquals(runs.get(0), runs.get(1));
        assertTrue(runs.get(0).stream().anyMatch(line -> line.startsWith("LATENCY_HISTOGRAM service time 2 200000000 ")));
    }

    @Test
    void unreachableBrokerIsOneLineAndTheRunGoesOn() throws IOException {
        int port = Mosquitto.freePort();
        ScriptedRun run = new ScriptedRun();
        TraceFileWriter with = new TraceFileWriter(null, MANIFEST);
        try (MqttPublisher publisher = new MqttPublisher(BrokerUrl.parse("mqtt://127.0.0.1:" + port),
                new RunTopics("l", "b", "r"), MANIFEST, run,
                MqttPublisher.Mode.LOSSLESS)) {
            assertFalse(publisher.connect());
            run.begin(publisher.and(with));
            run.serve(300);
            publisher.finish(MqttPublisher.Ending.FINISHED, run.nowNs());
            assertTrue(publisher.failed());
            assertEquals("MQTT broker tcp://127.0.0.1:" + port + ": Connection refused", publisher.problem());
        }
        ScriptedRun alone = new ScriptedRun();
        TraceFileWriter without = new TraceFileWriter(null, MANIFEST);
        alone.begin(without);
        alone.serve(300);
        assertEquals(without.digest(), with.digest());
        assertEquals(1206, with.eventCount() + 2);
    }

    @Test
    void brokerThatGoesAwayForGoodIsGivenUpAndCounted() throws IOException {
        EmbeddedBroker mortal = EmbeddedBroker.start(0);
        ScriptedRun run = new ScriptedRun();
        try (MqttPublisher publisher = new MqttPublisher(BrokerUrl.parse(mortal.url()), new RunTopics("l", "b", "r"), MANIFEST,
                run,
                MqttPublisher.Mode.LOSSLESS, TimeUnit.MILLISECONDS.toNanos(1500))) {
            assertTrue(publisher.connect(), publisher::problem);
            run.begin(publisher);
            run.serve(200);
            mortal.close();
            run.serve(100_000);
            publisher.finish(MqttPublisher.Ending.FINISHED, run.nowNs());
            assertTrue(publisher.failed());
            assertTrue(
                    publisher.problem()
                            .matches("MQTT broker tcp://127.0.0.1:[0-9]+: .*; [0-9]+ of [0-9]+ messages not delivered"),
                    publisher::problem);
        }
    }

    @Test
    void killedBrokerComesBackAndNothingIsLost(@TempDir Path folder) throws IOException, InterruptedException {
        RunTopics topics = new RunTopics("lab", "bench", "killed");
        ScriptedRun run = new ScriptedRun();
        TraceFileWriter own = new TraceFileWriter(null, MANIFEST);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (Mosquitto mosquitto = Mosquitto.start(folder);
                MqttSubscriber subscriber = MqttSubscriber.connect(BrokerUrl.parse(mosquitto.url()), topics, r -> {
                    if (r.kind() == Kind.TRACE) stream.writeBytes(r.payload().bytes());
                });
                MqttPublisher publisher = new MqttPublisher(BrokerUrl.parse(mosquitto.url()), topics, MANIFEST, run,
                        MqttPublisher.Mode.LOSSLESS)) {
            assertTrue(publisher.connect(), publisher::problem);
            TraceSink sink = publisher.and(own);
            run.begin(sink);
            run.serve(8_000);
            mosquitto.kill();
            Thread.ofPlatform().start(mosquitto::runLater);
            run.serve(8_000);
            mosquitto.kill();
            mosquitto.run();
            run.serve(2_000);
            publisher.finish(MqttPublisher.Ending.FINISHED, run.nowNs());

            assertNull(publisher.problem());
            assertTrue(subscriber.awaitEnd(WAIT_NS), subscriber::toString);
            assertEquals(List.of(), subscriber.gaps());
            assertTrue(subscriber.connections() >= 2);
            for (String path : run.paths()) assertEquals(run.histogram(path), subscriber.histograms().get(path));
            System.out.println(
                    "broker killed twice: " + publisher.delivered() + " messages, " + subscriber.duplicates() + " duplicates");
        }
        own.close();
        Path file = folder.resolve("stream.rtk");
        Files.write(file, stream.toByteArray());
        assertEquals(own.digest(), TraceFile.open(file).digest());
    }

    private static JsonNode last(List<Received> received, Kind kind) { return all(received, kind).getLast(); }

    private static List<JsonNode> all(List<Received> received, Kind kind) {
        synchronized (received) {
            return received.stream().filter(r -> r.kind() == kind).map(r -> Json.parse(r.payload().raw())).toList();
        }
    }
}
