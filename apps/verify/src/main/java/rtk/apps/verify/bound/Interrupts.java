package rtk.apps.verify.bound;

import java.util.ArrayList;
import java.util.List;

/// Interrupts of one core as the top levels of priority: how late handlers and interrupt threads are.
///
/// An interrupt is entered, handled, and left. Entering and leaving are with interrupts off; while its handler works, more urgent lines
/// nest. So an interrupt waits
///
/// - for the longest section with interrupts off: of a kernel call, a switch, a program that masks the core, or the entering or
///   leaving of a less urgent interrupt (of an interrupt as a whole where handlers do not nest): once, it is blocking;
/// - for all more urgent and equally urgent interrupts, which are interference.
///
/// **Interrupt latency** is the time from the line's rise to the handler's first instruction: the response of the whole interrupt less what
/// comes after its entry. **Interrupt-thread latency** is the time to the first instruction of the thread that the interrupt
/// wakes: that thread is load below all interrupts, beside whatever is at least as urgent.
///
/// Sources: Tindell, Burns, Wellings, Real-Time Systems 6, 1994, section 6 (interrupts as tasks); Leyva-del-Foyo, Mejia-Alvarez, de
/// Niz, "Predictable interrupt management for real time kernels over conventional PC hardware", RTAS 2006, for the split in handler
/// and thread.
public final class Interrupts {
    /// A line.
    ///
    /// @param urgency larger is more urgent
    /// @param periodNs least time between two interrupts, jitter aside
    /// @param handlerNs with interrupts on
    /// @param eventNs with interrupts off, after the handler: telling the thread
    public record Line(int urgency, long periodNs, long jitterNs, long handlerNs, long eventNs) {}

    /// The kernel's part.
    ///
    /// @param entryNs from taking an interrupt to its handler
    /// @param exitNs from its end to what comes next
    /// @param maskedNs longest section with interrupts off that is not of one of the lines; several timers that expire at
    ///     once are such a section
    /// @param nesting more urgent interrupts interrupt handlers
    public record Costs(long entryNs, long exitNs, long maskedNs, boolean nesting) {}

    private final List<Line> lines;
    private final Costs costs;

    public Interrupts(List<Line> lines, Costs costs) {
        this.lines = List.copyOf(lines);
        this.costs = costs;
    }

    /// From the rise of a line to the first instruction of its handler; [Response#NONE] if there is no bound.
    public long latencyNs(int index) {
        Line own = lines.get(index);
        var above = new ArrayList<Load>();
        long blocking = costs.maskedNs();
        for (int i = 0; i < lines.size(); i++) {
            Line other = lines.get(i);
            if (i == index) continue;
            if (other.urgency() >= own.urgency()) above.add(load(other));
            else blocking = Math.max(blocking, costs.nesting() ? masked(other) : load(other).wcetNs());
        }
        Load whole = load(own).blockingNs(blocking);
        long done = FixedPriority.fromRelease(whole, above);
        return done == Response.NONE ? done : done - (whole.wcetNs() - costs.entryNs());
    }

    /// From the rise of a line to the first instruction of its thread.
    ///
    /// @param wakeNs from leaving the interrupt to that instruction if nothing else is ready
    /// @param busyNs of the thread for each interrupt from then on; one that comes meanwhile waits for that
    /// @param above what is at least as urgent as the thread, interrupts left out
    /// @param blockingNs what less urgent threads keep it waiting
    public long threadLatencyNs(int index, long wakeNs, long busyNs, List<Load> above, long blockingNs) {
        var all = loads();
        all.addAll(above);
        Line own = lines.get(index);
        var thread = new Load(0, wakeNs + busyNs, own.periodNs(), own.jitterNs(), blockingNs + costs.maskedNs(), 0);
        long done = FixedPriority.fromRelease(thread, all);
        return done == Response.NONE ? done : done - busyNs;
    }

    /// All lines as load above threads.
    public List<Load> loads() {
        var loads = new ArrayList<Load>();
        for (Line line : lines) loads.add(load(line));
        return loads;
    }

    private Load load(Line line) {
        long ns = costs.entryNs() + line.handlerNs() + line.eventNs() + costs.exitNs();
        return Load.of(Integer.MAX_VALUE, ns, line.periodNs()).jitterNs(line.jitterNs());
    }

    /// The longest part of an interrupt in which none nests: all of it if there is no handler.
    private long masked(Line line) {
        return line.handlerNs() == 0 ? load(line).wcetNs() : Math.max(costs.entryNs(), line.eventNs() + costs.exitNs());
    }
}
