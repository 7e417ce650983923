package rtk.trace.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import rtk.trace.file.TraceFileWriter;

final class StubbornBrokerTest {
    private static final RunTopics TOPICS = new RunTopics("lab", "bench", "stubborn");
    private static final int[] ACCEPTED = {0x20, 3, 0, 0, 0};

    @Test
    void summaryModeNeverWaitsAndCountsWhatItDrops() throws IOException {
        ScriptedRun run = new ScriptedRun();
        TraceFileWriter own = new TraceFileWriter(null, "{}");
        try (DeafBroker broker = new DeafBroker(ACCEPTED);
                MqttPublisher publisher = new MqttPublisher(BrokerUrl.parse(broker.url()), TOPICS, "{}", run,
                        MqttPublisher.Mode.SUMMARY,
                        TimeUnit.MILLISECONDS.toNanos(60_000))) {
            assertTrue(publisher.connect(), publisher::problem);
            run.begin(publisher.and(own));

            run.serve(200_000);

            assertTrue(publisher.droppedBatches() > 0);
            assertFalse(publisher.failed());
            assertEquals(800_004, own.eventCount());
            publisher.abandon();
            assertTrue(publisher.failed());
        }
    }

    @Test
    void brokerThatDoesNotAcknowledgeIsGivenUp() throws IOException {
        ScriptedRun run = new ScriptedRun();
        try (DeafBroker broker = new DeafBroker(ACCEPTED);
                MqttPublisher publisher = new MqttPublisher(BrokerUrl.parse(broker.url()), TOPICS, "{}", run,
                        MqttPublisher.Mode.LOSSLESS, TimeUnit.MILLISECONDS.toNanos(1000))) {
            assertTrue(publisher.connect(), publisher::problem);
            run.begin(publisher);
            run.serve(100_000);
            publisher.finish(MqttPublisher.Ending.FINISHED, run.nowNs());
            assertTrue(
                    publisher.problem()
                            .matches("MQTT broker \\S+: does not acknowledge; [0-9]+ of [0-9]+ messages not delivered"),
                    publisher::problem);
        }
    }

    @Test
    void whatAKilledBrokerAcknowledgedLastIsSentAgainInItsOrder() throws IOException {
        ScriptedRun run = new ScriptedRun();
        try (ForgetfulBroker broker = new ForgetfulBroker(12);
                MqttPublisher publisher = new MqttPublisher(BrokerUrl.parse(broker.url()), TOPICS, "{}", run,
                        MqttPublisher.Mode.LOSSLESS)) {
            assertTrue(publisher.connect(), publisher::problem);
            run.begin(publisher);
            run.serve(3_000);
            publisher.finish(MqttPublisher.Ending.FINISHED, run.nowNs());

            assertEquals(null, publisher.problem());
            List<String> before = broker.connections().get(0);
            List<String> after = broker.connections().get(1);
            assertEquals(before, after.subList(0, before.size()));
            assertEquals(after.size(), publisher.delivered());
        }
    }

    @Test
    void receiveMaximumThatTheClientCannotReadIsSaid() throws IOException {
        try (DeafBroker broker = new DeafBroker(0x20, 6, 0, 0, 3, 0x21, 0xFF, 0xFF);
                MqttPublisher publisher = new MqttPublisher(BrokerUrl.parse(broker.url()), TOPICS, "{}", LatencySource.NONE,
                        MqttPublisher.Mode.LOSSLESS)) {
            assertFalse(publisher.connect());
            assertTrue(publisher.problem().contains("receive maximum above 32767"), publisher::problem);
        }
    }

    @Test
    void refusedLoginIsSaidInOneLine() throws IOException {
        try (DeafBroker broker = new DeafBroker(0x20, 3, 0, 0x86, 0);
                MqttPublisher publisher = new MqttPublisher(
                        BrokerUrl.parse(broker.url().replace("//", "//user:secret@")), TOPICS, "{}", LatencySource.NONE,
                        MqttPublisher.Mode.LOSSLESS)) {
            assertFalse(publisher.connect());
            assertEquals(1, publisher.problem().lines().count());
            assertFalse(publisher.problem().contains("secret"));
        }
    }
}
