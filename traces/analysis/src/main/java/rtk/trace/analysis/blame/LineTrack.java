package rtk.trace.analysis.blame;

/// One interrupt line of a board: since when it is up, masked, and what made it rise.
final class LineTrack {
    private final History history;
    /// The device that raised it last.
    int device;
    /// Process that attached to it, 0 for none.
    int owner;
    private long assertedNs = -1;
    private BusTrack bus;
    private long busAt = History.NONE;
    private long busWord;
    /// Record of the core that took it last.
    private long lastEnter = History.NONE;
    private boolean masked;
    private long maskedNs = -1;
    private long unmaskedNs = -1;
    private long unmaskedBy = History.NONE;

    LineTrack(History history) { this.history = history; }

    void rise(long nowNs, int newDevice, BusTrack newBus) {
        assertedNs = nowNs;
        device = newDevice;
        bus = newBus;
        if (bus == null) return;
        busAt = bus.at;
        busWord = bus.word;
    }

    void mask(long nowNs) {
        if (!masked) maskedNs = nowNs;
        masked = true;
    }

    /// @param actor record of who did it
    void unmask(long nowNs, long actor) {
        if (!masked) return;
        masked = false;
        unmaskedNs = nowNs;
        unmaskedBy = actor;
    }

    /// A core takes the interrupt.
    ///
    /// @return record of how the line stands, to be followed by that of the core: since when it is up (BEFORE), when the interrupt was taken
    ///     before (PREVIOUS), who unmasked it (CORE_AT), since when it was masked (CORE_WORD) and until when (DUE), and the record (LINK) of the source
    long enter(long nowNs, long mark) {
        long source = bus == null
                ? History.NONE
                : history.append(nowNs, busWord, busAt, History.NONE, 0, History.NONE, Mark.of(Mark.LINE, 0, bus.device),
                        History.NONE);
        long record = history.append(nowNs, assertedNs, lastEnter, unmaskedBy, maskedNs, source, mark, unmaskedNs);
        lastEnter = record + 1;
        return record;
    }

    long assertedNs() { return assertedNs; }
}
