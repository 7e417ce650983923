package rtk.trace.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rtk.trace.file.TraceFileWriter;

/// A run, a real Mosquitto and a recorder, with a network between them that is cut, or slow. `rtk.nightly` makes the cuts half a minute long and
/// the run ten million events.
@Timeout(600)
final class LiveEqualsFileTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("rtk.nightly");
    private static final long CUT_MS = NIGHTLY ? 30_000 : 300;
    private static final int MANY = NIGHTLY ? 2_500_000 : 10_000;
    private static final String MANIFEST = "{\"scenario\":\"cockpit\"}";
    private static final RunTopics TOPICS = new RunTopics("lab", "bench", "r1");

    @TempDir
    private Path folder;

    private final List<StreamRecorder.Result> results = Collections.synchronizedList(new ArrayList<>());

    private interface Trouble {
        void happen(ScriptedRun script, Cable publishing, Cable recording) throws IOException, InterruptedException;
    }

    @Test
    void theNetworkOfTheRunIsCut() throws Exception {
        check((script, publishing, recording) -> {
            script.serve(2_000);
            publishing.cut();
            mendLater(publishing);
            script.serve(2_000);
        });
    }

    @Test
    void theNetworkOfTheRecorderIsCut() throws Exception {
        check((script, publishing, recording) -> {
            script.serve(2_000);
            recording.cut();
            mendLater(recording);
            script.serve(2_000);
        });
    }

    @Test
    void theRecorderIsSlow() throws Exception {
        check((script, publishing, recording) -> {
            recording.slow(200_000);
            script.serve(3_000);
        });
    }

    @Test
    void theRunIsLong() throws Exception {
        long startNs = System.nanoTime();
        check((script, publishing, recording) -> script.serve(MANY));
        double seconds = (System.nanoTime() - startNs) / 1e9;
        long events = results.getFirst().events();
        if (NIGHTLY) {
            assertTrue(events >= 10_000_000);
            System.out.printf("%,d events streamed and recorded in %.1f s: %,.0f events/s, heap %d MB%n", events, seconds,
                    events / seconds,
                    Runtime.getRuntime().totalMemory() >> 20);
        }
    }

    private static void mendLater(Cable cable) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                Thread.sleep(CUT_MS);
                cable.mend();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void check(Trouble trouble) throws Exception {
        try (Mosquitto broker = Mosquitto.start(Files.createDirectory(folder.resolve("broker")));
                Cable publishing = new Cable(broker.url());
                Cable recording = new Cable(broker.url());
                StreamRecorder recorder = StreamRecorder.open(recording.url(), new StreamRecorder.Choice(null, null, null),
                        folder, "cable",
                        results::add, warning -> {})) {
            var script = new ScriptedRun();
            var own = new TraceFileWriter(null, MANIFEST);
            try (var publisher = new MqttPublisher(publishing.url(), TOPICS, MANIFEST, script, MqttPublisher.Mode.LOSSLESS)) {
                assertTrue(publisher.connect(), publisher::problem);
                script.begin(publisher.and(own));
                trouble.happen(script, publishing, recording);
                publisher.finish(MqttPublisher.Ending.FINISHED, script.nowNs());
                assertNull(publisher.problem());
            }
            own.close();
            recorder.awaitEnds(1);

            assertEquals(List.of(), results.getFirst().problems());
            assertEquals(own.digest(), results.getFirst().digest());
            assertEquals(own.eventCount(), results.getFirst().events());
        }
    }
}
