package rtk.apps.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import rtk.apps.scenario.Scenario;
import rtk.board.sim.Ns;
import rtk.trace.analysis.LatencyResult;
import rtk.trace.mqtt.BrokerUrl;
import rtk.trace.mqtt.EmbeddedBroker;
import rtk.trace.mqtt.MqttPublisher;
import rtk.trace.mqtt.MqttSubscriber;

/// A run in real time that goes through a broker of its own to a subscriber, which prints what it receives.
final class LiveDemo {
    private static final long REFRESH_MS = 1_000;
    private static final double REAL_TIME = 1;

    private LiveDemo() {}

    static Outcome run(Console console, Scenario scenario, Path out, RunOptions options) throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0)) {
            Publishing publishing = new Publishing(BrokerUrl.parse(broker.url()), "local", "demo", MqttPublisher.Mode.LOSSLESS);
            console.note("rtk: broker at %s, topics %s", broker.url(), publishing.topics(scenario).filter());
            try (MqttSubscriber subscriber = MqttSubscriber.connect(BrokerUrl.parse(broker.url()), publishing.topics(scenario),
                    received -> {})) {
                AtomicBoolean over = new AtomicBoolean();
                Thread display = Thread.ofPlatform().daemon().name("rtk-live").start(() -> show(console, subscriber, over));
                Outcome outcome = new Recording(console, scenario,
                        new Recording.Settings(out, publishing, options.options(REAL_TIME), null)).run();
                subscriber.awaitEnd(TimeUnit.SECONDS.toNanos(5));
                over.set(true);
                display.interrupt();
                print(console, subscriber);
                for (String gap : subscriber.gaps()) console.note("rtk: gap: " + gap);
                return outcome;
            }
        }
    }

    private static void show(Console console, MqttSubscriber subscriber, AtomicBoolean over) {
        try {
            while (!over.get()) {
                Thread.sleep(REFRESH_MS);
                print(console, subscriber);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void print(Console console, MqttSubscriber subscriber) {
        StringBuilder line = new StringBuilder("live");
        for (Map.Entry<String, LatencyResult> path : subscriber.summaries().entrySet()) {
            LatencyResult s = path.getValue();
            line.append("  ").append(path.getKey()).append(' ').append(s.count()).append(": p50 ").append(Ns.text(s.p50()))
                    .append(" max ")
                    .append(Ns.text(s.max()));
        }
        console.note("%s", line);
    }
}
