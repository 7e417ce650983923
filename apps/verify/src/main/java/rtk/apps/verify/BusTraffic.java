package rtk.apps.verify;

import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.BoardSpec;
import rtk.apps.scenario.MessageSpec;
import rtk.apps.scenario.Scenario;
import rtk.apps.verify.Bound.Kind;
import rtk.apps.verify.Bound.Term;
import rtk.apps.verify.bound.CanBusAnalysis;
import rtk.apps.verify.bound.CanErrors;
import rtk.apps.verify.bound.CanMessage;
import rtk.apps.verify.bound.FrameLength;
import rtk.apps.verify.bound.Response;

/// The messages of a scenario on one bus.
final class BusTraffic {
    private static final long BILLION = 1_000_000_000;

    private final BoardSpec.Can bus;
    private final List<MessageSpec> specs;
    private final List<CanMessage> messages = new ArrayList<>();

    BusTraffic(Scenario scenario, BoardSpec.Can bus) {
        this.bus = bus;
        specs = scenario.messages().stream().filter(message -> message.bus().equals(bus.name())).toList();
        for (MessageSpec spec : specs) {
            messages.add(CanMessage.of(CanMessage.order(spec.id(), spec.extended()), transmissionNs(spec), spec.periodNs(),
                    spec.jitterNs()));
        }
    }

    private long transmissionNs(MessageSpec spec) {
        FrameLength length = spec.fd()
                ? FrameLength.fd(spec.extended(), spec.length())
                : FrameLength.classic(spec.extended(), spec.length());
        return length.transmissionNs(bus.bitrateHz(), bus.dataBitrateHz());
    }

    /// Share of time in billionths, rounded up for each message.
    long load() {
        long sum = 0;
        for (CanMessage message : messages) sum += Math.ceilDiv(message.transmissionNs() * BILLION, message.periodNs());
        return sum;
    }

    List<Bound> bounds() {
        var analysis = new CanBusAnalysis(messages, FrameLength.bitsNs(1, bus.bitrateHz()), CanErrors.NONE);
        List<Response> responses = analysis.responses();
        var bounds = new ArrayList<Bound>();
        for (int i = 0; i < specs.size(); i++) {
            MessageSpec spec = specs.get(i);
            Response response = responses.get(i);
            var terms = List.of(new Term("transmission", messages.get(i).transmissionNs()));
            bounds.add(new Bound(Kind.MESSAGE, spec.name(), response.boundNs(), spec.deadlineNs(), response.busyPeriodNs(),
                    response.jobs(), terms, List.of(),
                    response.isBounded() ? null : "the busy period of " + bus.name() + " does not end"));
        }
        return bounds;
    }
}
