package rtk.apps.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import rtk.board.sim.Ns;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;
import rtk.trace.analysis.Inversion;
import rtk.trace.analysis.InversionMonitor;
import rtk.trace.analysis.StarvationMonitor;
import rtk.trace.analysis.StarvationMonitor.Starved;

/// Watches a run for threads that do not come to run: priority inversions, starvation.
final class Monitors implements TraceSink {
    /// So long an unbounded inversion, or to be READY at a stretch, is worth a line.
    private static final long INVERSION_TOLD_NS = Ns.ms(1);
    private static final long STARVATION_TOLD_NS = Ns.s(1);

    private final InversionMonitor inversions = new InversionMonitor();
    private final StarvationMonitor starvation = new StarvationMonitor(0);

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        inversions.event(timeNs, kind, a, b, c, d, e);
        starvation.event(timeNs, kind, a, b, c, d, e);
    }

    @Override
    public void text(int id, String text) {
        inversions.text(id, text);
        starvation.text(id, text);
    }

    /// The run is over.
    void finish(long endNs) {
        inversions.finish(endNs);
        starvation.finish(endNs);
    }

    List<Inversion> inversions() { return inversions.longest(); }

    /// The longest stretch of each thread that was READY and did not run at once.
    List<Starved> starvation() { return starvation.starved(); }

    /// What is worth a line each, in order of time.
    List<Diagnosis> diagnoses() {
        var diagnoses = new ArrayList<Diagnosis>();
        for (Inversion one : inversions()) {
            if (one.kind() != Inversion.Kind.INDIRECT || one.lengthNs() < INVERSION_TOLD_NS) continue;
            diagnoses.add(new Diagnosis("inversion", one.startNs(), one.thread() + " waits for " + Ns.text(one.lengthNs())
                    + " while " + one.by() + " of lower priority runs, which has nothing that it waits for"));
        }
        for (Starved one : starvation()) {
            if (one.longestNs() < STARVATION_TOLD_NS) continue;
            diagnoses.add(new Diagnosis("starvation", one.startNs(), one.thread() + " is ready for " + Ns.text(one.longestNs())
                    + " and does not run"));
        }
        diagnoses.sort(Comparator.comparingLong(Diagnosis::atNs));
        return diagnoses;
    }
}
