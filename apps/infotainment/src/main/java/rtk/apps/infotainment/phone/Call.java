package rtk.apps.infotainment.phone;

import rtk.board.sim.Ns;

/// The one call of the phone. See the package for what it goes through.
final class Call {
    /// A modem repeats RING every 3 to 5 s; without one for so long, the caller has given up.
    static final long RING_GONE_NS = Ns.s(6);

    enum State {
        IDLE, INCOMING, DIALLING, ALERTING, ACTIVE
    }

    private State state = State.IDLE;
    private boolean incoming;
    private String number = "";
    private long ringNs;
    private boolean listed;

    State state() { return state; }

    /// Did the other side call?
    boolean isIncoming() { return incoming; }

    /// Of the other side; empty if it is not known.
    String number() { return number; }

    boolean isIdle() { return state == State.IDLE; }

    void dial(String to) {
        state = State.DIALLING;
        incoming = false;
        number = to;
    }

    void answered() {
        if (state == State.INCOMING) state = State.ACTIVE;
    }

    void end() {
        state = State.IDLE;
        number = "";
    }

    void take(ModemLine line, long nowNs) {
        switch (line) {
            case ModemLine.Ring ring -> {
                ringNs = nowNs;
                if (!isIdle()) return;
                state = State.INCOMING;
                incoming = true;
            }
            case ModemLine.Caller caller -> {
                if (state == State.INCOMING) number = caller.number();
            }
            case ModemLine.Ended ended -> end();
            case ModemLine.Listed one -> list(one, nowNs);
            default -> {}
        }
    }

    /// A list of calls has been asked for.
    void beginList() { listed = false; }

    /// It is complete: without any call there is none.
    void endList() {
        if (!listed) end();
    }

    private void list(ModemLine.Listed one, long nowNs) {
        listed = true;
        ringNs = nowNs;
        incoming = one.incoming();
        if (!one.number().isEmpty()) number = one.number();
        state = switch (one.status()) {
            case 2 -> State.DIALLING;
            case 3 -> State.ALERTING;
            case 4, 5 -> State.INCOMING;
            default -> State.ACTIVE;
        };
    }

    /// When [#elapsed] has something to do.
    long dueNs() { return state == State.INCOMING ? ringNs + RING_GONE_NS : Ns.NEVER; }

    void elapsed(long nowNs) {
        if (nowNs >= dueNs()) end();
    }
}
