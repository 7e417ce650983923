package rtk.trace.analysis.blame;

/// What one bus does, and its chain of records.
final class BusTrack {
    final int device;
    private final History history;
    /// 0 as long as it is not known.
    long bitNs;
    long word;
    long at = History.NONE;

    BusTrack(int device, History history) {
        this.device = device;
        this.history = history;
    }

    /// @param queued record of the instant at which the frame was queued
    void start(long nowNs, long node, long identifier, long queued) {
        to(nowNs, BusWord.of(BusWord.FRAME, identifier, node), queued);
    }

    void end(long nowNs) { to(nowNs, BusWord.withMode(word, BusWord.IDLE), History.NONE); }

    void error(long nowNs) {
        if (BusWord.mode(word) != BusWord.ERROR) to(nowNs, BusWord.withMode(word, BusWord.ERROR), History.NONE);
    }

    private void to(long nowNs, long newWord, long link) {
        at = history.append(nowNs, word, at, History.NONE, 0, link, Mark.of(Mark.STATE, 0, device), History.NONE);
        word = newWord;
    }
}
