package rtk.trace.analysis;

import java.util.ArrayList;
import java.util.List;
import rtk.trace.EventKind;
import rtk.trace.Names;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;

/// How long threads were READY at a stretch and did not run: starved, if longer than a limit.
public final class StarvationMonitor implements TraceSink {
    /// @param thread as `process/tid`
    /// @param longestNs the longest stretch, the one at the end of the run included
    /// @param startNs when it began
    /// @param count stretches longer than the limit
    public record Starved(String thread, long longestNs, long startNs, long count) {}

    private static final class Stretch {
        long readySinceNs = NOT_READY;
        long longestNs;
        long startNs;
        long count;
    }

    private static final long NOT_READY = -1;

    private final Names names = new Names();
    /// By number.
    private final List<Stretch> threads = new ArrayList<>();
    private final long limitNs;

    /// @param limitNs a thread that is READY for longer starves
    public StarvationMonitor(long limitNs) { this.limitNs = limitNs; }

    @Override
    public void text(int id, String text) { names.text(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        names.event(timeNs, kind, a, b, c, d, e);
        if (kind != EventKind.THREAD_STATE) return;
        while (threads.size() <= a) threads.add(new Stretch());
        Stretch stretch = threads.get((int) a);
        end(stretch, timeNs);
        if (b == ThreadState.READY.ordinal()) stretch.readySinceNs = timeNs;
    }

    /// The run is over.
    ///
    /// @param endNs instant of its end
    public void finish(long endNs) { for (Stretch stretch : threads) end(stretch, endNs); }

    /// Threads that starved, in the order of their numbers.
    public List<Starved> starved() {
        List<Starved> starved = new ArrayList<>();
        for (int number = 0; number < threads.size(); number++) {
            Stretch stretch = threads.get(number);
            if (stretch.count > 0)
                starved.add(new Starved(names.thread(number), stretch.longestNs, stretch.startNs, stretch.count));
        }
        return starved;
    }

    private void end(Stretch stretch, long timeNs) {
        if (stretch.readySinceNs == NOT_READY) return;
        long lengthNs = timeNs - stretch.readySinceNs;
        if (lengthNs > limitNs) stretch.count++;
        if (lengthNs > stretch.longestNs) {
            stretch.longestNs = lengthNs;
            stretch.startNs = stretch.readySinceNs;
        }
        stretch.readySinceNs = NOT_READY;
    }
}
