package rtk.board.can;

import java.util.ArrayList;
import java.util.List;

/// Who is on a bus, and what follows for frames that pass whole; surveyed anew whenever a node changes.
final class Roster {
    private final List<CanPort> all = new ArrayList<>();
    private CanPort[] senders = {};
    private CanNode[] sendingNodes = {};
    private CanNode[] listeners = {};
    private int acknowledgingFd;
    private boolean calm = true;
    private boolean drifting;
    private boolean wholeFrames = true;

    void add(CanPort port) {
        all.add(port);
        survey();
    }

    List<CanPort> all() { return List.copyOf(all); }

    /// Places of the nodes that may send.
    CanPort[] senders() { return senders; }

    /// The nodes of [#senders], in that order.
    CanNode[] sendingNodes() { return sendingNodes; }

    /// The nodes that take frames of others and hear them.
    CanNode[] listeners() { return listeners; }

    /// May frames pass whole, as far as the nodes go?
    boolean isCalm() { return calm; }

    /// Has a node a clock that is off?
    boolean isDrifting() { return drifting; }

    void forbidWholeFrames() {
        wholeFrames = false;
        survey();
    }

    /// Is there somebody to acknowledge `frame` of `sender`?
    boolean acknowledges(CanPort sender, CanFrame frame) {
        if (sender.hasCompany()) return true;
        return frame.isFd() ? acknowledgingFd > (sender.isFd() ? 1 : 0) : senders.length > 1;
    }

    void survey() {
        var sending = all.stream().filter(port -> port.takesPart() && port.mode() == CanPort.Mode.NORMAL).toList();
        senders = sending.toArray(CanPort[]::new);
        sendingNodes = sending.stream().map(CanPort::node).toArray(CanNode[]::new);
        listeners = all.stream().filter(port -> port.takesPart() && port.listens()).map(CanPort::node).toArray(CanNode[]::new);
        acknowledgingFd = (int) sending.stream().filter(CanPort::isFd).count();
        calm = wholeFrames && all.stream().allMatch(CanPort::isCalm);
        drifting = all.stream().anyMatch(port -> port.clockPpm() != 0);
    }
}
