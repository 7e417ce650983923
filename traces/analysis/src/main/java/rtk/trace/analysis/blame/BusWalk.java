package rtk.trace.analysis.blame;

/// What a frame of the walk waited for on its bus.
final class BusWalk {
    /// After a frame a bus is not idle before three bits of intermission and, for some senders, eight of suspension.
    private static final int INTERFRAME_BITS = 11;

    private final Chronicle chronicle;
    private final History history;
    private final CriticalPath path;

    BusWalk(Chronicle chronicle, CriticalPath path) {
        this.chronicle = chronicle;
        this.path = path;
        history = chronicle.history;
    }

    /// From the end of the frame at `place`, or from amid it, to its queuing and whoever queued it.
    void follow(Place place) {
        long sinceNs = history.timeNs(place.at);
        if (BusWord.mode(place.word) != BusWord.FRAME) {
            if (history.has(place.at) && sinceNs >= path.tNs()
                    && BusWord.mode(history.get(place.at, History.BEFORE)) == BusWord.FRAME) {
                place.toBus(place.number, history.get(place.at, History.BEFORE), history.get(place.at, History.PREVIOUS));
            } else {
                place.toSource(place.roleThing != 0 ? place.roleThing : place.number);
            }
            return;
        }
        path.blame(sinceNs, ReasonKey.frame(Cause.TRANSMISSION, BusWord.identifier(place.word)));
        if (path.tNs() > sinceNs) return;
        if (history.has(place.at)) queued(place, place.at, BusWord.node(place.word));
        else path.forget();
    }

    /// The frame that began at record `start` had waited since it was queued.
    private void queued(Place place, long start, int node) {
        long queued = history.get(start, History.LINK);
        long queuedNs = history.has(queued) ? history.timeNs(queued) : path.tNs();
        long own = BusWord.identifier(place.word);
        place.word = history.get(start, History.BEFORE);
        place.at = history.get(start, History.PREVIOUS);
        BusTrack bus = chronicle.devices().bus(place.number);
        while (path.tNs() > queuedNs) {
            long sinceNs = Math.max(history.timeNs(place.at), queuedNs);
            path.blame(sinceNs, waiting(place, bus, own, node, queuedNs));
            if (path.tNs() > sinceNs) return;
            if (path.tNs() == queuedNs) break;
            if (!history.has(place.at)) {
                path.forget();
                return;
            }
            place.word = history.get(place.at, History.BEFORE);
            place.at = history.get(place.at, History.PREVIOUS);
        }
        path.fromFrame(queued, node);
    }

    /// Why a frame that was queued at `queuedNs` waits during the present state of the bus.
    private long waiting(Place place, BusTrack bus, long own, int node, long queuedNs) {
        long identifier = BusWord.identifier(place.word);
        int mode = BusWord.mode(place.word);
        boolean ownAttempt = identifier == own && BusWord.node(place.word) == node && mode == BusWord.FRAME;
        if (mode == BusWord.ERROR || ownAttempt) return ReasonKey.frame(Cause.BUS_ERROR, identifier);
        long begin = place.at;
        if (mode == BusWord.IDLE) {
            long idleNs = path.tNs() - history.timeNs(place.at);
            boolean interframe = history.has(place.at) && (bus.bitNs == 0 || idleNs <= INTERFRAME_BITS * bus.bitNs);
            if (!interframe) return ReasonKey.of(Cause.OUTSIDE, ReasonKey.DEVICE, node, 0);
            begin = history.get(place.at, History.PREVIOUS);
        }
        boolean beforeUs = history.timeNs(begin) < queuedNs;
        return ReasonKey.frame(beforeUs ? Cause.BUS_BUSY : Cause.ARBITRATION, identifier);
    }
}
