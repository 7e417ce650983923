package rtk.board.can;

/// A node that sends one frame again and again, until a set time: the babbling idiot of the literature.
final class BabblingNode implements CanNode {
    private final CanBus bus;
    private final CanFrame frame;
    private final long untilNs;
    private final int number;
    private final Transmission transmission = new Transmission();
    private boolean babbles;

    BabblingNode(CanBus bus, String name, CanFrame frame, long untilNs) {
        this.bus = bus;
        this.frame = frame;
        this.untilNs = untilNs;
        number = bus.world().device(name, "can-babbler", bus.number());
        bus.attach(this);
    }

    void start() {
        babbles = true;
        next();
        bus.request();
    }

    private void next() { transmission.fill(frame, bus.queued(this, frame), false); }

    @Override
    public int number() { return number; }

    @Override
    public Transmission offer() { return babbles ? transmission : null; }

    @Override
    public boolean hasCompany() { return true; }

    @Override
    public void failed(Transmission failed) { stopInTime(); }

    @Override
    public void sent(Transmission sent) {
        stopInTime();
        if (babbles) next();
    }

    private void stopInTime() { babbles = bus.world().nowNs() < untilNs; }
}
