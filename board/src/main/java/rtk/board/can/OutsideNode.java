package rtk.board.can;

import java.util.function.Consumer;

/// A node through which the world outside takes part in a bus: it hears every frame of others and sends what it is given, in that
/// order, each frame when its identifier wins. Outside there are others that acknowledge.
public final class OutsideNode {
    private final QueueingNode node;

    /// @param ears told of each frame of others at the instant at which it is valid; must not change the world
    public OutsideNode(CanBus bus, String name, Consumer<CanFrame> ears) {
        node = new QueueingNode(bus, name, "outside", false, ears);
    }

    /// Queues `frame` now; at most [PendingFrames#FRAMES_MAX] wait, more are dropped and traced.
    public void send(CanFrame frame) { node.send(frame); }
}
