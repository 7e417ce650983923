package rtk.apps.verify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.BoardSpec;
import rtk.apps.scenario.BusFaultSpec;
import rtk.apps.scenario.FaultSpec;
import rtk.apps.scenario.MessageSpec;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.StimulusSpec;
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

    private final Scenario scenario;
    private final BoardSpec.Can bus;
    private final List<MessageSpec> specs;
    private final List<CanMessage> messages = new ArrayList<>();

    BusTraffic(Scenario scenario, BoardSpec.Can bus) {
        this.scenario = scenario;
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
        for (CanMessage message : messages) {
            BigInteger[] share = BigInteger.valueOf(message.transmissionNs()).multiply(BigInteger.valueOf(BILLION))
                    .divideAndRemainder(BigInteger.valueOf(message.periodNs()));
            sum = Math.addExact(sum, share[0].longValueExact() + share[1].signum());
        }
        return sum;
    }

    List<Bound> bounds() {
        String unknown = unknownTraffic();
        long errors = errors();
        var fault = new CanErrors(Math.max(errors, 0), 0, FrameLength.bitsNs(CanErrors.ERROR_FRAME_BITS, bus.bitrateHz()));
        var analysis = new CanBusAnalysis(messages, FrameLength.bitsNs(1, bus.bitrateHz()), errors == 0 ? CanErrors.NONE : fault);
        List<Response> responses = analysis.responses();
        var bounds = new ArrayList<Bound>();
        for (int i = 0; i < specs.size(); i++) bounds.add(bound(specs.get(i), messages.get(i), responses.get(i), unknown));
        return bounds;
    }

    private Bound bound(MessageSpec spec, CanMessage message, Response response, String unknown) {
        var terms = new ArrayList<>(List.of(new Term("transmission", message.transmissionNs())));
        String reason = unknown == null && !response.isBounded() ? "the busy period of " + bus.name() + " does not end" : unknown;
        if (reason != null) return Bound.none(Kind.MESSAGE, spec.name(), spec.deadlineNs(), terms, assumptions(), reason);
        return new Bound(Kind.MESSAGE, spec.name(), response.boundNs(), response.boundNs(), spec.deadlineNs(),
                response.busyPeriodNs(), response.jobs(), terms,
                assumptions(), null);
    }

    private List<String> assumptions() {
        var assumptions = new ArrayList<String>();
        assumptions.add("each message has a transmit buffer of its own, and the lowest identifier is sent first");
        assumptions.add("offsets are not used: the bound holds for all phases");
        assumptions.add("every frame has as many stuff bits as its format allows");
        long errors = errors();
        if (errors == 0) assumptions.add("no errors on the bus");
        if (errors > 0)
            assumptions.add("bit errors of the scenario: " + errors + ", each with an error frame of "
                    + CanErrors.ERROR_FRAME_BITS + " bits and the longest frame again");
        if (specs.stream().anyMatch(MessageSpec::fd))
            assumptions.add("the bit rates of " + bus.name() + " have the same sample point");
        return assumptions;
    }

    /// What else is on the bus that nobody declared, or null.
    private String unknownTraffic() {
        for (StimulusSpec stimulus : scenario.stimuli()) {
            if (stimulus instanceof StimulusSpec.CanReplay replay && replay.bus().equals(bus.name())) {
                return "the traffic of " + replay.file() + " is not declared";
            }
            if (stimulus instanceof StimulusSpec.Drive drive && drive.bus().equals(bus.name())) {
                return "the traffic of the drive cycle is not declared";
            }
        }
        for (BoardSpec board : scenario.boards()) {
            boolean joined = board.can().stream().anyMatch(can -> can.name().equals(bus.name()));
            if (joined && scenario.processes().stream().anyMatch(process -> process.board().equals(board.name()))) {
                return "what the programs of " + board.name() + " send is not declared";
            }
        }
        return errors() < 0 ? "nothing bounds the faults on " + bus.name() : null;
    }

    /// How many bit errors the scenario puts on the bus; -1 if they are not counted.
    private long errors() {
        long count = 0;
        for (FaultSpec fault : scenario.faults()) {
            if (!(fault instanceof BusFaultSpec onBus) || !onBus.bus().equals(bus.name())) continue;
            if (!(fault instanceof BusFaultSpec.BitErrorAt || fault instanceof BusFaultSpec.BitErrorInFrame)) return -1;
            count++;
        }
        return count;
    }
}
