package rtk.board.can;

/// The two error counters of a node and what follows from them (ISO 11898-1:2015, 12.1.4 "Fault confinement"; letters as there).
///
/// | rule | event | counter |
/// |---|---|---|
/// | a | a receiver finds an error, other than a bit error in its own error or overload flag | REC + 1 |
/// | b | a receiver reads dominant right after its error flag | REC + 8 |
/// | c | a transmitter sends an error flag; not if it is error-passive, nobody acknowledged and nobody objects during its passive flag; not for a stuff error in arbitration | TEC + 8 |
/// | d, e | bit error in the own active error flag or overload flag | TEC + 8 or REC + 8 |
/// | f | each 8 dominant bits in a row after a flag | TEC + 8 or REC + 8 |
/// | g | a frame is sent | TEC − 1, not below 0 |
/// | h | a frame is received up to its ACK slot | REC − 1, not below 0; above 127 it becomes 127 |
///
/// Of the values from 119 to 127 that rule h allows this takes the largest. REC stays at 255 when it would pass it.
final class FaultConfinement {
    static final int WARNING = 96;
    static final int PASSIVE = 128;
    static final int BUS_OFF = 256;
    private static final int REC_MAX = 255;
    private static final int STEP = 8;

    private int tec;
    private int rec;
    private boolean recovering;

    int tec() { return tec; }

    int rec() { return rec; }

    ErrorState state() {
        if (tec >= BUS_OFF) return recovering ? ErrorState.RECOVERING : ErrorState.BUS_OFF;
        int most = Math.max(tec, rec);
        return most >= PASSIVE ? ErrorState.ERROR_PASSIVE : most >= WARNING ? ErrorState.ERROR_WARNING : ErrorState.ERROR_ACTIVE;
    }

    boolean isPassive() { return tec >= PASSIVE || rec >= PASSIVE; }

    boolean isBusOff() { return tec >= BUS_OFF; }

    /// Rule a.
    void receiverFoundError() { rec = Math.min(rec + 1, REC_MAX); }

    /// Rules b to f.
    void eight(boolean isTransmitter) {
        if (isTransmitter) tec = Math.min(tec + STEP, BUS_OFF);
        else rec = Math.min(rec + STEP, REC_MAX);
    }

    /// Rule g.
    void sent() { tec = Math.max(tec - 1, 0); }

    /// Rule h.
    void received() { rec = rec >= PASSIVE ? PASSIVE - 1 : Math.max(rec - 1, 0); }

    /// A node that is bus-off begins to count recessive bits.
    void recover() { recovering = true; }

    /// Both counters are 0 again.
    void reset() {
        tec = 0;
        rec = 0;
        recovering = false;
    }

    /// For tests of what happens from given counts.
    void preset(int transmitErrors, int receiveErrors) {
        tec = transmitErrors;
        rec = receiveErrors;
    }
}
