package rtk.board.can;

import java.util.function.Consumer;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// A node that sends its frames in the order in which they were given to it: the first one waits in its controller, the others in
/// its software. Takes no frames of others unless somebody wants to hear them; stands for control units of the vehicle, which
/// acknowledge each other.
final class QueueingNode implements CanNode {
    private final World world;
    private final CanBus bus;
    private final int number;
    private final boolean worstLength;
    private final PendingFrames pending = new PendingFrames();
    private final Transmission first = new Transmission();
    private final int fullText;
    private final Consumer<CanFrame> ears; // null for none

    /// @param role of the device in the trace
    /// @param worstLength send every frame as long as one of its format and length can be
    QueueingNode(CanBus bus, String name, String role, boolean worstLength) { this(bus, name, role, worstLength, null); }

    /// @param ears told of each frame of others; null for nobody
    QueueingNode(CanBus bus, String name, String role, boolean worstLength, Consumer<CanFrame> ears) {
        this.ears = ears;
        this.bus = bus;
        this.worstLength = worstLength;
        world = bus.world();
        number = world.device(name, role, bus.number());
        fullText = world.text("sender's queue full");
        bus.attach(this);
    }

    /// Queues `frame` now.
    void send(CanFrame frame) {
        int frameNumber = bus.queued(this, frame);
        if (pending.isFull()) {
            bus.dropped(this, frameNumber, fullText);
            world.emit(EventKind.DEVICE_NOTE, number, fullText, PendingFrames.FRAMES_MAX);
            return;
        }
        pending.add(frame, frameNumber);
        if (pending.count() > 1) return;
        present();
        bus.request();
    }

    @Override
    public int number() { return number; }

    @Override
    public boolean hasCompany() { return true; }

    @Override
    public boolean listens() { return ears != null; }

    @Override
    public void received(CanFrame frame) {
        if (ears != null) ears.accept(frame);
    }

    @Override
    public Transmission offer() { return pending.isEmpty() ? null : first; }

    @Override
    public void sent(Transmission transmission) {
        pending.removeFirst();
        if (!pending.isEmpty()) present();
    }

    private void present() { first.fill(pending.frame(), pending.number(), worstLength); }
}
