package rtk.apps.scenario;

import java.util.List;
import rtk.board.Board;
import rtk.board.can.CanBus;
import rtk.board.can.CanController;
import rtk.board.can.CanFaults;
import rtk.board.can.CanFrame;
import rtk.board.can.CanPort;
import rtk.board.can.PeriodicSender;

/// Brings the faults of a scenario onto its buses.
final class BusFaults {
    private final List<Board> boards;
    private final List<PeriodicSender> senders;

    /// @param senders of the messages
    BusFaults(List<Board> boards, List<PeriodicSender> senders) {
        this.boards = boards;
        this.senders = senders;
    }

    void schedule(BusFaultSpec fault, CanBus bus) {
        CanFaults faults = bus.faults();
        switch (fault) {
            case BusFaultSpec.BitErrorAt(String name, long atNs, String node) -> {
                if (node == null) faults.bitErrorAt(atNs);
                else faults.bitErrorAt(atNs, port(bus, node));
            }
            case BusFaultSpec.BitErrorInFrame(String name, long frame, int bit) -> faults.bitErrorInFrame(frame, bit);
            case BusFaultSpec.BitErrors(String name, int oneIn, long fromNs, long untilNs) -> faults.bitErrors(oneIn,
                    new CanFaults.Window(fromNs, untilNs));
            case BusFaultSpec.Stuck(String name, CanFaults.Level level, long fromNs, long untilNs) -> faults.stuck(level,
                    new CanFaults.Window(fromNs, untilNs));
            case BusFaultSpec.Babble(String name, int id, boolean extended, long fromNs, long untilNs) ->
                faults.babble(name + "-babble",
                        CanFrame.classic(id, extended, 0, 0), new CanFaults.Window(fromNs, untilNs));
            case BusFaultSpec.Disconnect(String name, String node, long fromNs, long untilNs) ->
                faults.disconnect(port(bus, node),
                        new CanFaults.Window(fromNs, untilNs));
        }
    }

    private CanPort port(CanBus bus, String node) {
        for (CanPort port : bus.ports()) {
            if (isOf(port, node)) return port;
        }
        throw new IllegalStateException(node + " is not on " + bus.name());
    }

    private boolean isOf(CanPort port, String node) {
        if (port.node() instanceof CanController controller) {
            return boards.stream().filter(board -> board.name().equals(node))
                    .anyMatch(
                            board -> board.systemPage().stream().anyMatch(info -> board.deviceAt(info.address()) == controller));
        }
        return senders.stream()
                .anyMatch(sender -> sender.message().name().equals(node) && sender.number() == port.node().number());
    }
}
