package rtk.board.can;

/// A node's place on a bus: its transceiver, its error counters and its clock. Made by [CanBus#attach].
///
/// The receiver watches the wire also while the node is off: one that is switched on while the bus is idle takes part at once, one that is
/// switched on during a frame or its intermission after 11 recessive bits.
public final class CanPort {
    /// How a node takes part.
    public enum Mode {
        /// Not at all.
        OFF,
        /// Sends, receives, acknowledges.
        NORMAL,
        /// Receives, and puts no dominant bit on the wire: no acknowledge, no error flag; its counters stand still ("bus monitoring").
        LISTEN_ONLY
    }

    public static final int CLOCK_PPM_MAX = 100_000;

    private final CanBus bus;
    private final CanNode node;
    private final FaultConfinement counters = new FaultConfinement();
    private final Mac mac = new Mac(this, counters);
    private Mode mode = Mode.NORMAL;
    private boolean fd = true;
    private boolean autoRecovery = true;
    private boolean connected = true;
    private int lastFrame; // number of the frame last begun
    private int attempts; // to send it
    private CanFrame sentFrame; // as on the wire
    private int sentNumber; // of the frame being sent
    private Transmission transmission; // being sent bit by bit, null if none
    private int clockPpm;
    private final boolean hasCompany;
    private final boolean listens;

    CanPort(CanBus bus, CanNode node) {
        this.bus = bus;
        this.node = node;
        hasCompany = node.hasCompany();
        listens = node.listens();
    }

    public CanNode node() { return node; }

    public Mode mode() { return mode; }

    /// Takes part in another way from now on. A frame that the node is sending is broken off: do it between frames.
    public void setMode(Mode newMode) {
        if (newMode == mode) return;
        boolean joins = mode == Mode.OFF;
        boolean changesPart = joins || newMode == Mode.OFF;
        mode = newMode;
        bus.changed(this, changesPart, joins);
    }

    public boolean isFd() { return fd; }

    /// Does the node understand CAN FD frames? One that does not waits for the end of such a frame and does not acknowledge it.
    public void setFd(boolean understands) {
        fd = understands;
        bus.changed(this, false, false);
    }

    /// Transmit error counter, 0 to 256.
    public int transmitErrors() { return counters.tec(); }

    /// Receive error counter, 0 to 255.
    public int receiveErrors() { return counters.rec(); }

    public ErrorState errorState() { return counters.state(); }

    /// Does the node come back from bus-off by itself? Yes unless set otherwise.
    public void setAutoRecovery(boolean byItself) { autoRecovery = byItself; }

    /// A node that is bus-off begins to wait for 128 times 11 recessive bits; nothing happens in another state.
    public void recover() {
        if (counters.state() != ErrorState.BUS_OFF) return;
        counters.recover();
        bus.stateChanged(this);
        bus.changed(this, false, false);
    }

    /// Has the node begin `frames` overload frames after the next frame on the wire, because it is not ready for another.
    ///
    /// @param frames 0 to 2
    public void delayNextFrame(int frames) {
        if (frames < 0 || frames > Mac.OVERLOADS_MAX)
            throw new IllegalArgumentException("a node delays by 0 to " + Mac.OVERLOADS_MAX + " overload frames, not " + frames);
        mac.wantOverloads(frames);
        bus.changed(this, false, false);
    }

    /// How much faster than nominal the node's clock is, in parts per million; negative: slower. The bits of its frames are shorter by as much.
    ///
    /// @param ppm −[#CLOCK_PPM_MAX] to [#CLOCK_PPM_MAX]
    public void setClockPpm(int ppm) {
        if (Math.abs(ppm) > CLOCK_PPM_MAX)
            throw new IllegalArgumentException("a clock is at most " + CLOCK_PPM_MAX + " ppm off, not " + ppm);
        clockPpm = ppm;
        bus.changed(this, false, false);
    }

    public int clockPpm() { return clockPpm; }

    FaultConfinement counters() { return counters; }

    Mac mac() { return mac; }

    boolean isConnected() { return connected; }

    /// Puts the node on the wire, or takes it off: then it reads what it sends itself.
    void setConnected(boolean toTheWire) {
        connected = toTheWire;
        bus.changed(this, false, false);
    }

    boolean recoversByItself() { return autoRecovery; }

    boolean hasCompany() { return hasCompany; }

    /// Does the node take frames of others?
    boolean listens() { return listens; }

    /// Does it read, acknowledge and, unless it only listens, send?
    boolean takesPart() { return mode != Mode.OFF && connected && !counters.isBusOff(); }

    /// May frames pass this node whole, without a look at their bits?
    boolean isCalm() {
        if (mode == Mode.OFF || counters.state() == ErrorState.BUS_OFF) return true;
        return connected && counters.rec() == 0 && counters.tec() < FaultConfinement.PASSIVE && !mac.wantsOverload();
    }

    /// What the node offers, if it may begin to send now; null if not.
    Transmission offer() { return mode == Mode.NORMAL && mac.phase() == Mac.Phase.IDLE ? node.offer() : null; }

    /// The node begins to send `offered`: how often has it?
    int attempt(Transmission offered) {
        attempts = offered.number() == lastFrame ? attempts + 1 : 1;
        lastFrame = offered.number();
        return attempts;
    }

    /// Notes what is sent from now on, null for nothing.
    ///
    /// @return its bits: an error-passive node says in ESI what it is
    FrameEncoder take(Transmission offered) {
        transmission = offered;
        if (offered == null) return null;
        CanFrame frame = offered.frame();
        sentFrame = frame.isFd() && !frame.isEsi() && counters.isPassive() ? frame.withEsi() : frame;
        sentNumber = offered.number();
        return new FrameEncoder(sentFrame);
    }

    Transmission transmission() { return transmission; }

    int sentNumber() { return sentNumber; }

    CanFrame sentFrame() { return sentFrame; }

    FrameEncoder takeOffer() { return bus.bits().takeOffer(this); }
}
