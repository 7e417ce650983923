package rtk.trace.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rtk.trace.file.TraceFileWriter;

/// Live equals file, with a real Mosquitto that is killed, and a recorder that is.
@Timeout(60)
final class StreamRecorderTest {
    private static final String MANIFEST = "{\"scenario\":\"cockpit\"}";
    private static final StreamRecorder.Choice ANY = new StreamRecorder.Choice(null, null, null);
    private static final StreamRecorder.Choice LAB = new StreamRecorder.Choice("lab", null, null);

    @TempDir
    private Path folder;

    private final List<StreamRecorder.Result> results = Collections.synchronizedList(new ArrayList<>());
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

    @Test
    void theFileFromTheStreamIsTheRunsOwnThoughTheBrokerIsKilled() throws Exception {
        try (Mosquitto broker = Mosquitto.start(Files.createDirectory(folder.resolve("broker")));
                StreamRecorder recorder = open(broker, "killed")) {
            Run run = new Run(broker, "r1");
            run.script.serve(3_000);
            broker.kill();
            Thread.ofPlatform().start(broker::runLater);
            run.script.serve(3_000);
            String digest = run.finish();
            recorder.awaitEnds(1);

            assertEquals("lab/bench/r1", results.getFirst().name());
            assertEquals(List.of(), results.getFirst().problems());
            assertEquals(digest, results.getFirst().digest());
            assertTrue(recorder.connections() > 1, "the connection was broken");
        }
    }

    @Test
    void aRecorderThatIsKilledGoesOnWhereItStopped() throws Exception {
        try (Mosquitto broker = Mosquitto.start(Files.createDirectory(folder.resolve("broker")))) {
            StreamRecorder first = open(broker, "again");
            Run run = new Run(broker, "r1");
            run.script.serve(3_000);
            Path trace = folder.resolve("lab/bench/r1/trace.rtk");
            while (!Files.exists(trace) || Files.size(trace) < 10_000) Thread.sleep(5);
            first.leave();
            // As a kill in the middle of a write leaves it.
            Files.writeString(trace, "half a batch", StandardOpenOption.APPEND);
            Files.writeString(folder.resolve("lab/bench/r1/trace.seq"), "77 1", StandardOpenOption.APPEND);
            run.script.serve(3_000);
            try (StreamRecorder second = open(broker, "again")) {
                String digest = run.finish();
                second.awaitEnds(1);

                assertEquals(List.of(), results.getFirst().problems());
                assertEquals(digest, results.getFirst().digest());
                assertFalse(Files.exists(folder.resolve("lab/bench/r1/trace.seq")));
            }
        }
    }

    @Test
    void runsAtOnceAreKeptApartAndOneJoinedLateTellsWhatItLacks() throws Exception {
        try (Mosquitto broker = Mosquitto.start(Files.createDirectory(folder.resolve("broker")))) {
            Run late = new Run(broker, "late");
            late.script.serve(1_000);
            while (late.publisher.delivered() < 5) Thread.sleep(5);
            try (StreamRecorder recorder = open(broker, "two")) {
                Run whole = new Run(broker, "../../whole");
                for (int round = 0; round < 10; round++) {
                    late.script.serve(100);
                    whole.script.serve(100);
                }
                String digest = whole.finish();
                late.finish();
                recorder.awaitEnds(2);

                StreamRecorder.Result good = results.stream().filter(result -> result.name().contains("whole")).findFirst()
                        .orElseThrow();
                StreamRecorder.Result bad = results.stream().filter(result -> result.name().contains("late")).findFirst()
                        .orElseThrow();
                assertEquals(digest, good.digest());
                assertTrue(good.file().normalize().startsWith(folder), good.file().toString());
                assertTrue(bad.problems().getFirst().startsWith("joined late: batches 1 to "), bad.problems().toString());
                assertTrue(bad.missing() > 0);
                assertFalse(Files.exists(bad.file()), "nothing of it can be read");
            }
        }
    }

    @Test
    void aGapEndsTheFileAndIsToldWithItsSize() throws Exception {
        Path run = folder.resolve("run");
        RecordedRun recorded = RecordedRun.open(run);
        var bytes = new java.io.ByteArrayOutputStream();
        try (var writer = new TraceFileWriter(java.nio.channels.Channels.newChannel(bytes), MANIFEST)) {
            var script = new ScriptedRun();
            script.begin(writer);
            script.serve(100);
        }
        recorded.batch(1, 1_000, bytes.toByteArray());
        recorded.batch(1, 1_000, bytes.toByteArray());
        recorded.batch(5, 9_000, new byte[10]);
        recorded.batch(6, 9_500, new byte[10]);
        recorded.status("finished", "sha256:whatever");
        StreamRecorder.Result result = recorded.result("lab/bench/r");

        assertEquals(List.of("gap: batches 2 to 4 are missing, between 1000 and 9000 ns simulated"), result.problems());
        assertEquals(3, result.missing());
        assertEquals(bytes.size(), Files.size(result.file()));
    }

    @Test
    void hostileMessagesBreakNothing() throws Exception {
        try (Mosquitto broker = Mosquitto.start(Files.createDirectory(folder.resolve("broker")));
                StreamRecorder recorder = StreamRecorder.open(BrokerUrl.parse(broker.url()), ANY, folder, "hostile", results::add,
                        warnings::add)) {
            MqttClient client = new MqttClient(broker.url().replace("mqtt", "tcp"), "hostile", new MemoryPersistence());
            try {
                client.connect();
                send(client, "rtk/v1/lab/bench/run/x/trace/events", "no properties");
                send(client, "rtk/v1/lab/bench/run/x/trace/events", "again");
                send(client, "rtk/v1/lab/bench/run/x/status", "{]");
                send(client, "rtk/v1/lab/bench/run/x/status", "[1,2]");
                send(client, "rtk/v1/lab/bench/run/y/status", "{\"status\":[]}");
                send(client, "rtk/v1/a", "x");
                client.disconnect();
            } finally {
                client.close();
            }
            Run run = new Run(broker, "good");
            run.script.serve(500);
            String digest = run.finish();
            recorder.awaitEnds(1);

            assertEquals(digest, results.getFirst().digest());
            assertEquals(List.of("lab/bench/x: a batch without seq and simNs, ignored"), warnings);
        }
    }

    private StreamRecorder open(Mosquitto broker, String session) throws IOException {
        return StreamRecorder.open(BrokerUrl.parse(broker.url()), LAB, folder, session, results::add, warnings::add);
    }

    private static void send(MqttClient client, String topic, String payload) throws MqttException {
        client.publish(topic, new MqttMessage(payload.getBytes(StandardCharsets.UTF_8), 1, false, null));
    }

    /// A run that publishes, and knows its digest.
    private static final class Run {
        private final ScriptedRun script = new ScriptedRun();
        private final TraceFileWriter own = new TraceFileWriter(null, MANIFEST);
        private final MqttPublisher publisher;

        Run(Mosquitto broker, String id) {
            publisher = new MqttPublisher(BrokerUrl.parse(broker.url()), new RunTopics("lab", "bench", id), MANIFEST, script,
                    MqttPublisher.Mode.LOSSLESS,
                    TimeUnit.SECONDS.toNanos(20));
            assertTrue(publisher.connect(), publisher::problem);
            script.begin(publisher.and(own));
        }

        String finish() {
            publisher.finish(MqttPublisher.Ending.FINISHED, script.nowNs());
            assertNull(publisher.problem());
            own.close();
            return own.digest();
        }
    }
}
