package rtk.trace.record;

import java.util.ArrayDeque;
import java.util.Deque;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// Keeps the last seconds of a run in memory, and gives them away when its trigger happens, or at the end.
///
/// ```
///   …dropped, counted… ├─── the last `keepNs` ───┤ trigger ├── `afterNs` ──┤ …dropped, counted…
/// ```
///
/// What the sink gets is a trace of its own: all texts and definitions, the state and priority that each thread had before the window, a
/// `trace.skipped` event with the number of events before, the window, and at the end a `trace.skipped` for what came after.
/// Without a trigger the window is the end of the run.
///
/// Memory is bounded by `eventsMax` events of 56 bytes; a window that does not fit is shorter, and [#isShortened] says so.
public final class FlightRecorder implements TraceSink {
    private static final int CHUNK_EVENTS = 4096;
    private static final int LONGS = 7;

    /// Events one after the other, oldest first.
    private static final class Chunk {
        final long[] longs = new long[CHUNK_EVENTS * LONGS];
        int count;

        long timeNs(int event) { return longs[event * LONGS]; }
    }

    private final long keepNs;
    private final long afterNs;
    private final int chunksMax;
    private final Trigger trigger;
    private final TraceSink sink;
    private final Definitions definitions = new Definitions();
    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private Chunk filling = new Chunk();
    private long droppedBefore;
    private long droppedAfter;
    private long triggeredNs = -1;
    private boolean shortened;
    private boolean given;
    private long nowNs;

    /// @param keepNs how much before the trigger, at least 1 ns
    /// @param eventsMax at least 8,192; more than fit in memory are a matter of the caller
    /// @param triggerOrNull without one the window is the end of the run
    /// @param afterNs how much after the trigger
    public FlightRecorder(long keepNs, int eventsMax, Trigger triggerOrNull, long afterNs, TraceSink sink) {
        this.keepNs = keepNs;
        this.afterNs = afterNs;
        this.sink = sink;
        chunksMax = Math.max(2, eventsMax / CHUNK_EVENTS);
        trigger = triggerOrNull;
    }

    /// When the trigger happened; −1 if it has not.
    public long triggeredNs() { return triggeredNs; }

    /// Did the memory hold less than was asked for?
    public boolean isShortened() { return shortened; }

    /// Events that are not in the window, so far.
    public long dropped() { return droppedBefore + droppedAfter; }

    @Override
    public void text(int id, String text) {
        if (trigger != null) trigger.text(id, text);
        sink.text(id, text);
    }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        nowNs = timeNs;
        boolean isTrigger = trigger != null && trigger.isAt(kind, a, b, c, d, e) && triggeredNs < 0;
        if (triggeredNs >= 0) {
            if (timeNs <= triggeredNs + afterNs || kind.isDefinition()) sink.event(timeNs, kind, a, b, c, d, e);
            else droppedAfter++;
            return;
        }
        keep(timeNs, kind, a, b, c, d, e);
        if (isTrigger) {
            triggeredNs = timeNs;
            give();
        }
    }

    /// The run is over: gives what is kept, if nothing triggered.
    public void finish() {
        if (triggeredNs < 0) give();
        if (droppedAfter > 0) sink.event(nowNs, EventKind.TRACE_SKIPPED, droppedAfter, Reason.AFTER_WINDOW, 0, 0, 0);
    }

    private void keep(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        if (filling.count == CHUNK_EVENTS) {
            chunks.add(filling);
            filling = next(timeNs);
        }
        int at = filling.count++ * LONGS;
        long[] to = filling.longs;
        to[at] = timeNs;
        to[at + 1] = kind.ordinal();
        to[at + 2] = a;
        to[at + 3] = b;
        to[at + 4] = c;
        to[at + 5] = d;
        to[at + 6] = e;
    }

    /// A chunk to fill: the oldest one if all of it is out of the window, or if there may be no more.
    private Chunk next(long timeNs) {
        Chunk oldest = chunks.peekFirst();
        boolean isOld = oldest.timeNs(oldest.count - 1) < timeNs - keepNs;
        if (!isOld && chunks.size() < chunksMax) return new Chunk();
        shortened |= !isOld;
        chunks.removeFirst();
        forget(oldest, oldest.count);
        oldest.count = 0;
        return oldest;
    }

    /// The first `count` events of a chunk are out of the window.
    private void forget(Chunk chunk, int count) {
        for (int event = 0; event < count; event++) {
            EventKind kind = kind(chunk, event);
            long[] from = chunk.longs;
            int at = event * LONGS;
            if (Definitions.isKept(kind))
                definitions.keep(from[at], kind, from[at + 2], from[at + 3], from[at + 4], from[at + 5], from[at + 6]);
            if (!kind.isDefinition()) droppedBefore++;
        }
    }

    private static EventKind kind(Chunk chunk, int event) { return EventKind.ofNumber((int) chunk.longs[event * LONGS + 1]); }

    private void give() {
        if (given) return;
        given = true;
        chunks.add(filling);
        long startNs = nowNs - keepNs;
        for (Chunk chunk : chunks) forget(chunk, firstFrom(chunk, startNs));
        droppedBefore -= definitions.tell(sink);
        boolean marked = droppedBefore == 0;
        for (Chunk chunk : chunks) {
            for (int event = firstFrom(chunk, startNs); event < chunk.count; event++) {
                int at = event * LONGS;
                long[] from = chunk.longs;
                if (!marked) sink.event(from[at], EventKind.TRACE_SKIPPED, droppedBefore, Reason.BEFORE_WINDOW, 0, 0, 0);
                marked = true;
                sink.event(from[at], kind(chunk, event), from[at + 2], from[at + 3], from[at + 4], from[at + 5], from[at + 6]);
            }
        }
        chunks.clear();
        filling = new Chunk();
    }

    /// The first event of a chunk at `startNs` or later; its count if there is none.
    private static int firstFrom(Chunk chunk, long startNs) {
        int event = 0;
        while (event < chunk.count && chunk.timeNs(event) < startNs) event++;
        return event;
    }
}
