package rtk.apps.cli;

import rtk.apps.scenario.Scenario;
import rtk.trace.TraceSink;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.mqtt.BrokerUrl;
import rtk.trace.mqtt.LatencySource;
import rtk.trace.mqtt.MqttPublisher;
import rtk.trace.mqtt.RunTopics;

/// A run on its way to a broker.
final class Publishing {
    private final BrokerUrl broker;
    private final MqttPublisher.Mode mode;
    private final String lab;
    private final String runId;

    private MqttPublisher publisher;

    Publishing(BrokerUrl broker, String lab, String runId, MqttPublisher.Mode mode) {
        this.broker = broker;
        this.mode = mode;
        this.lab = lab;
        this.runId = runId;
    }

    /// Connects; a broker that is not there is told by [#problem] afterwards.
    void start(Scenario scenario, String manifest, RunAnalysis analysis) {
        try {
            publisher = new MqttPublisher(broker, topics(scenario), manifest, LatencySource.of(analysis), mode);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--publish: " + e.getMessage());
        }
        publisher.connect();
    }

    RunTopics topics(Scenario scenario) { return new RunTopics(lab, scenario.name(), runId); }

    TraceSink sink() { return publisher; }

    void finish(boolean interrupted, boolean failed, long endNs) {
        publisher.finish(interrupted
                ? MqttPublisher.Ending.INTERRUPTED
                : failed ? MqttPublisher.Ending.FAILED : MqttPublisher.Ending.FINISHED, endNs);
        publisher.close();
    }

    /// One line, or null if all was delivered.
    String problem() { return publisher.problem(); }

    /// One line on what the broker was too slow for, or null.
    String dropped() {
        if (publisher.droppedBatches() + publisher.droppedAlerts() == 0) return null;
        return "the broker was too slow for " + publisher.droppedBatches() + " batches of the trace and "
                + publisher.droppedAlerts()
                + " alerts; --publish-mode lossless waits for it";
    }
}
