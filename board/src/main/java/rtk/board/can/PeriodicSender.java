package rtk.board.can;

import rtk.board.sim.Engine;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.SimRandom;

/// Sends a [PeriodicMessage] on a bus: a node of its own, whose device in the trace has the name of the message and the role
/// `can-message`.
///
/// One instance waits in the controller, where its identifier competes with all others; later instances wait in
/// software behind it, in order of release. An instance is queued (`FRAME_QUEUED`) when it is released, wherever it waits.
/// Jitter never makes an instance overtake the one before.
public final class PeriodicSender {
    private final Engine engine;
    private final PeriodicMessage message;
    private final QueueingNode node;
    private final SimRandom jitter;
    private final SimRandom data;
    private long startNs;
    private long instance;
    private long dueNs;
    private final SimEvent release = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() { sendDue(); }

        @Override
        public String toString() { return "message " + message.name(); }
    };

    public PeriodicSender(CanBus bus, PeriodicMessage message) {
        engine = bus.world().engine();
        this.message = message;
        node = new QueueingNode(bus, message.name(), "can-message", message.worstLength());
        String stream = "message/" + bus.name() + "/" + message.name();
        jitter = bus.world().random(stream + "/jitter");
        data = bus.world().random(stream + "/data");
    }

    public PeriodicMessage message() { return message; }

    /// Number in the trace of the node that sends.
    public int number() { return node.number(); }

    /// Offsets count from now.
    public void start() {
        startNs = engine.nowNs();
        dueNs = startNs;
        setNext();
    }

    private void sendDue() {
        node.send(message.randomData() ? message.frame().withData(data::nextLong) : message.frame());
        instance++;
        setNext();
    }

    private void setNext() {
        var timing = message.timing();
        long nominalNs = Ns.after(startNs, Ns.after(timing.offsetNs(), Math.multiplyExact(instance, timing.periodNs())));
        long lateNs = timing.jitterNs() == 0 ? 0 : jitter.between(0, timing.jitterNs());
        dueNs = Math.max(dueNs, Ns.after(nominalNs, lateNs));
        engine.at(release, dueNs);
    }
}
