package rtk.trace.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {
    @ParameterizedTest
    @CsvSource({"can-rx,can-rx", "a/b,a%2Fb", "a+#,a%2B%23", "100%,100%25", "'',%", "größe µs,größe µs", "$sys,$sys"})
    void namesBecomeOneLevelAndComeBack(String name, String level) {
        assertEquals(level, RunTopics.level(name));
        assertEquals(name, RunTopics.name(level));
    }

    @Test
    void topicsAreThoseOfTheContract() {
        RunTopics topics = new RunTopics("lab", "bench", "r1");
        assertEquals("rtk/v1/lab/bench/run/r1/status", topics.status());
        assertEquals("rtk/v1/lab/bench/run/r1/manifest", topics.manifest());
        assertEquals("rtk/v1/lab/bench/run/r1/latency/can-rx/summary", topics.latencySummary("can-rx"));
        assertEquals("rtk/v1/lab/bench/run/r1/latency/can-rx/hist", topics.latencyHistogram("can-rx"));
        assertEquals("rtk/v1/lab/bench/run/r1/resmgr/dev-can/timing", topics.serverTiming("dev-can"));
        assertEquals("rtk/v1/lab/bench/run/r1/trace/events", topics.trace("events"));
        assertEquals("rtk/v1/lab/bench/run/r1/alert", topics.alert());
    }

    @ParameterizedTest
    @CsvSource({"mqtt://localhost,tcp://localhost:1883", "tcp://10.0.0.1:2000,tcp://10.0.0.1:2000",
        "mqtts://host,ssl://host:8883",
        "ws://host:80/mqtt,ws://host:80/mqtt", "mqtt://user:secret@host,tcp://host:1883", "mqtt://[::1]:1884,tcp://[::1]:1884"})
    void urlsAreTakenAsPeopleWriteThem(String text, String uri) { assertEquals(uri, BrokerUrl.parse(text).toString()); }

    @Test
    void userAndPasswordComeFromTheUrl() {
        BrokerUrl url = BrokerUrl.parse("mqtt://user:se:cret@host");
        assertEquals("user", url.user());
        assertEquals("se:cret", url.password());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:1883", "http://host", "mqtt://", "mqtt:host", "", "mqtt://user:secret@ho st"})
    void otherUrlsAreRefusedInOneLineWithoutThePassword(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> BrokerUrl.parse(text)).getMessage();
        assertTrue(message.contains("expected mqtt://HOST[:PORT]"), message);
        assertEquals(1, message.lines().count());
        assertFalse(message.contains("secret"), message);
    }

    @Test
    void manifestMustBeAnObject() {
        assertThrows(IllegalArgumentException.class,
                () -> new MqttPublisher(BrokerUrl.parse("mqtt://localhost"), new RunTopics("l", "b", "r"), "[]",
                        LatencySource.NONE, MqttPublisher.Mode.LOSSLESS));
    }
}
