package rtk.apps.cli;

import rtk.apps.scenario.Scenario;
import rtk.trace.TraceSink;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.mqtt.LatencySource;
import rtk.trace.mqtt.MqttPublisher;
import rtk.trace.mqtt.RunTopics;

/// A run on its way to a broker.
final class Publishing {
    private final String url;
    private final String lab;
    private final String runId;

    private MqttPublisher publisher;

    Publishing(String url, String lab, String runId) {
        this.url = url;
        this.lab = lab;
        this.runId = runId;
    }

    /// Connects; a broker that is not there is told by [#problem] afterwards.
    void start(Scenario scenario, String manifest, RunAnalysis analysis) {
        try {
            publisher = new MqttPublisher(url, topics(scenario), manifest, LatencySource.of(analysis),
                    MqttPublisher.Mode.LOSSLESS);
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
}
