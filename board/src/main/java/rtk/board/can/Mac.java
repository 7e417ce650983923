package rtk.board.can;

/// Medium access control of one node, bit by bit: what it puts on the wire and what it makes of what it reads (ISO 11898-1:2015, clause 10).
///
/// ```
///   INTEGRATING ──11 recessive──► IDLE ──SOF──► SENDING / RECEIVING ──EOF──► INTERMISSION ──3 bits──► IDLE, or first SUSPEND
///                                                   │ error                      ▲        │ dominant
///                                                   ▼                            │        ▼
///                                  ACTIVE_FLAG / PASSIVE_FLAG ──► FLAG_END ──► DELIMITER ◄── OVERLOAD_FLAG
///                                                   │ TEC above 255
///                                                   ▼
///                                                BUS_OFF ──128 × 11 recessive──► IDLE
/// ```
///
/// All nodes go by the same bits: for each, [#drive] of every node, then [#sample] of every node with what the wire made of it.
final class Mac {
    /// Told of what happens to a node; during a replay of bits gone by, nobody is.
    interface Observer {
        void error(CanPort port, BusError error, int bit);

        void overload(CanPort port);

        /// The attempt to send is over without success.
        void failed(CanPort port);

        /// The last bit of EOF of the node's own frame.
        void sent(CanPort port);

        void received(CanPort port, CanFrame frame);

        void stateChanged(CanPort port);
    }

    enum Phase {
        OFF,
        INTEGRATING,
        IDLE,
        SENDING,
        RECEIVING,
        ACTIVE_FLAG,
        PASSIVE_FLAG,
        OVERLOAD_FLAG,
        FLAG_END,
        DELIMITER,
        INTERMISSION,
        SUSPEND,
        BUS_OFF
    }

    static final int FLAG_BITS = 6;
    static final int DELIMITER_BITS = 8;
    static final int SUSPEND_BITS = 8;
    /// Recessive bits in a row after which a node knows that nobody sends.
    static final int INTEGRATION_BITS = 11;
    /// Times so many recessive bits bring a node back from bus-off.
    static final int RECOVERY_SEQUENCES = 128;
    /// A node may delay the next frame by so many overload frames.
    static final int OVERLOADS_MAX = 2;

    private final CanPort port;
    private final FaultConfinement counters;
    private FrameDecoder decoder = new FrameDecoder(true);
    private Observer observer;
    private Phase phase = Phase.IDLE;
    private int count; // bits of the phase so far
    private int run; // equal bits, of a passive flag, or recessive ones
    private int previous; // level of the last bit of a passive flag
    private int sequences; // of recessive bits, while bus-off
    private boolean isTransmitter; // of the present or last frame
    private boolean ackObjection; // a dominant bit during the passive flag would still count as an error
    private FrameEncoder frame; // being sent
    private int at; // bit of it
    private int bit; // being read, SOF 0; 0 outside a frame
    private boolean afterOverload; // FLAG_END follows an overload flag
    private int overloadsWanted;

    Mac(CanPort port, FaultConfinement counters) {
        this.port = port;
        this.counters = counters;
    }

    Phase phase() { return phase; }

    FrameDecoder decoder() { return decoder; }

    void observe(Observer newObserver) { observer = newObserver; }

    /// Begins in `newPhase`, one in which no frame is in progress.
    void begin(Phase newPhase) {
        phase = newPhase;
        count = run = sequences = 0;
        frame = null;
        isTransmitter = false;
        decoder = new FrameDecoder(port.isFd());
    }

    void wantOverloads(int frames) { overloadsWanted = frames; }

    boolean wantsOverload() { return overloadsWanted > 0; }

    /// Is there nothing to count, until somebody sends?
    boolean isQuiet() {
        return phase == Phase.IDLE || phase == Phase.OFF || (phase == Phase.BUS_OFF && counters.state() == ErrorState.BUS_OFF);
    }

    boolean isDataPhase() { return (phase == Phase.SENDING || phase == Phase.RECEIVING) && decoder.isDataPhase(); }

    /// The next bit is the SOF of `encoded`.
    void send(FrameEncoder encoded) {
        phase = Phase.SENDING;
        isTransmitter = true;
        frame = encoded;
        at = 0;
        decoder.start();
    }

    /// What the node means to send in the next bit: 0 dominant, 1 recessive.
    int drive() {
        return switch (phase) {
            case SENDING -> decoder.ackSlotIsNext() ? port.hasCompany() ? 0 : 1 : frame.level(at);
            case RECEIVING -> decoder.acknowledges() ? 0 : 1;
            case ACTIVE_FLAG, OVERLOAD_FLAG -> 0;
            default -> 1;
        };
    }

    /// The bit is over and the node has read `level`.
    void sample(int level) {
        bit = phase == Phase.SENDING || phase == Phase.RECEIVING ? decoder.bits() : 0;
        switch (phase) {
            case OFF -> {}
            case INTEGRATING -> integrate(level);
            case IDLE -> {
                if (level == 0) receive();
            }
            case SENDING -> sendBit(level);
            case RECEIVING -> receiveBit(level);
            case ACTIVE_FLAG, OVERLOAD_FLAG -> activeFlagBit(level);
            case PASSIVE_FLAG -> passiveFlagBit(level);
            case FLAG_END -> flagEndBit(level);
            case DELIMITER -> delimiterBit(level);
            case INTERMISSION -> intermissionBit(level);
            case SUSPEND -> {
                if (level == 0) receive();
                else if (++count == SUSPEND_BITS) phase = Phase.IDLE;
            }
            case BUS_OFF -> recoverBit(level);
        }
    }

    private void integrate(int level) {
        run = level == 1 ? run + 1 : 0;
        if (run == INTEGRATION_BITS) phase = Phase.IDLE;
    }

    private void recoverBit(int level) {
        if (counters.state() != ErrorState.RECOVERING) return;
        run = level == 1 ? run + 1 : 0;
        if (run < INTEGRATION_BITS) return;
        run = 0;
        if (++sequences < RECOVERY_SEQUENCES) return;
        counters.reset();
        begin(Phase.IDLE);
        observer.stateChanged(port);
    }

    /// SOF of another node has passed.
    private void receive() {
        phase = Phase.RECEIVING;
        isTransmitter = false;
        decoder.start();
        decoder.sample(0);
    }

    private void sendBit(int level) {
        int sent = drive();
        if (decoder.ackSlotIsNext() && level == 1) {
            error(BusError.ACK);
        } else if (level == sent || decoder.ackSlotIsNext()) {
            decoder.sample(level);
            if (++at == frame.bits()) endOfSending();
        } else if (sent == 1 && decoder.isArbitration() && !decoder.stuffBitIsNext()) {
            phase = Phase.RECEIVING;
            isTransmitter = false;
            observer.failed(port);
            receiveBit(level);
        } else {
            boolean stuffBitInArbitration = sent == 1 && decoder.isArbitration();
            error(stuffBitInArbitration ? BusError.STUFF : decoder.isTrailer() ? BusError.FORM : BusError.BIT);
        }
    }

    private void endOfSending() {
        count(counters::sent);
        observer.sent(port);
        intermission();
    }

    private void receiveBit(int level) {
        boolean acknowledged = decoder.acknowledges();
        if (acknowledged && level == 1) {
            error(BusError.BIT);
            return;
        }
        var result = decoder.sample(level);
        if (acknowledged) count(counters::received);
        switch (result) {
            case MORE -> {}
            case STUFF -> error(BusError.STUFF);
            case FORM -> error(BusError.FORM);
            case CRC -> error(BusError.CRC);
            case NOT_UNDERSTOOD -> begin(Phase.INTEGRATING);
            case VALID -> observer.received(port, decoder.frame());
            case OVERLOAD -> overload();
            case END -> intermission();
        }
    }

    /// An error in any phase; the flag begins with the next bit.
    private void error(BusError error) {
        boolean wasSending = phase == Phase.SENDING;
        boolean passive = counters.isPassive();
        boolean stuffedArbitration = wasSending && error == BusError.STUFF;
        ackObjection = wasSending && error == BusError.ACK && passive;
        observer.error(port, error, bit);
        flag(passive);
        if (!isTransmitter) count(counters::receiverFoundError);
        else if (!ackObjection && !stuffedArbitration) countEight();
        if (wasSending) observer.failed(port);
    }

    private void flag(boolean passive) {
        phase = passive ? Phase.PASSIVE_FLAG : Phase.ACTIVE_FLAG;
        count = run = 0;
        previous = -1;
    }

    private void overload() {
        observer.overload(port);
        phase = Phase.OVERLOAD_FLAG;
        count = 0;
    }

    private void activeFlagBit(int level) {
        if (level == 1) {
            observer.error(port, BusError.BIT, 0);
            flag(counters.isPassive());
            countEight();
        } else if (++count == FLAG_BITS) {
            endOfFlag(phase == Phase.OVERLOAD_FLAG);
        }
    }

    /// Six equal bits, whoever sends them, end a passive flag.
    private void passiveFlagBit(int level) {
        run = level == previous ? run + 1 : 1;
        previous = level;
        if (level == 0 && ackObjection) {
            ackObjection = false;
            countEight();
            if (phase == Phase.BUS_OFF) return;
        }
        if (run == FLAG_BITS) endOfFlag(false);
    }

    private void endOfFlag(boolean ofOverload) {
        phase = Phase.FLAG_END;
        afterOverload = ofOverload;
        count = 0;
    }

    private void flagEndBit(int level) {
        if (level == 1) {
            phase = Phase.DELIMITER;
            count = 1;
            return;
        }
        count++;
        boolean isFirstOfReceiver = count == 1 && !isTransmitter && !afterOverload;
        if (isFirstOfReceiver || count % 8 == 0) countEight();
    }

    private void delimiterBit(int level) {
        if (level == 1) {
            if (++count == DELIMITER_BITS) intermission();
        } else if (count == DELIMITER_BITS - 1) {
            overload();
        } else {
            error(BusError.FORM);
        }
    }

    private void intermission() {
        phase = Phase.INTERMISSION;
        count = 0;
        frame = null;
        if (overloadsWanted == 0) return;
        overloadsWanted--;
        overload();
    }

    private void intermissionBit(int level) {
        count++;
        if (level == 0) {
            if (count < CanBus.INTERMISSION_BITS) overload();
            else sofInIntermission();
        } else if (count == CanBus.INTERMISSION_BITS) {
            phase = isTransmitter && counters.isPassive() ? Phase.SUSPEND : Phase.IDLE;
            count = 0;
        }
    }

    /// A dominant third bit of intermission is a SOF: a node that waits to send takes it for its own.
    private void sofInIntermission() {
        boolean suspended = isTransmitter && counters.isPassive();
        FrameEncoder waiting = suspended ? null : port.takeOffer();
        if (waiting == null) {
            receive();
        } else {
            send(waiting);
            decoder.sample(0);
            at = 1;
        }
    }

    private void countEight() { count(() -> counters.eight(isTransmitter)); }

    /// Changes a counter, unless the node only listens, and goes bus-off if that follows.
    private void count(Runnable change) {
        if (port.mode() == CanPort.Mode.LISTEN_ONLY) return;
        ErrorState before = counters.state();
        change.run();
        if (counters.state() == before) return;
        if (counters.isBusOff()) begin(Phase.BUS_OFF);
        observer.stateChanged(port);
    }
}
