package rtk.apps.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.trace.analysis.PathSpec;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.blame.BlameLedger;
import rtk.trace.analysis.blame.Cause;
import rtk.trace.analysis.blame.SeriesBlame;
import rtk.trace.analysis.blame.Share;

/// Systems that nobody designed: every sample adds up, and nothing is left unexplained or forgotten. `-Dblame.systems` says how many,
/// `-Dblame.first` the first seed; `scripts/nightly` runs two thousand.
class BlameSweepTest {
    private static final long FIRST = Long.getLong("blame.first", 1);
    private static final int SYSTEMS = Integer.getInteger("blame.systems", 60);
    private static final long END_NS = Ns.ms(6);
    private static final List<PathSpec> PATHS = List.of(new PathSpec("rx", "irq dev", "run drv"),
            new PathSpec("isr", "irq dev", "isr dev"), new PathSpec("up", "irq dev", "user step"),
            new PathSpec("steps", "user step", "user step"), new PathSpec("served", "user step", "reply app"),
            new PathSpec("ask", "pulse app", "receive app"), new PathSpec("tick", "timer app", "user step"),
            new PathSpec("wire", "queued can0", "frame can0"), new PathSpec("b", "queued can0 0x120", "frame can0 0x120"),
            new PathSpec("bus", "frame can0", "user step"), new PathSpec("first", "frame can0", "irq dev"),
            new PathSpec("idle", "run app", "queued can0"), new PathSpec("late", "user step", "timer app"));

    @Test
    void everySampleOfEverySystemIsExplained() {
        long samples = 0;
        for (long seed = FIRST; seed < FIRST + SYSTEMS; seed++) {
            try (RtkWorld run = new RandomSystem(seed).build()) {
                run.run(END_NS);
                var analysis = new RunAnalysis(PATHS);
                var ledger = new BlameLedger(analysis);
                run.replay(ledger);
                analysis.finish(END_NS);
                for (SeriesBlame blame : ledger.results()) check("seed " + seed + " " + blame.series(), blame);
                samples += ledger.sampleCount();
            }
        }
        assertTrue(samples > 100L * SYSTEMS, samples + " samples");
    }

    private static void check(String who, SeriesBlame blame) {
        assertEquals(blame.samples(), blame.exact(), who);
        assertEquals(blame.ns(), blame.shares().stream().mapToLong(Share::ns).sum(), who);
        for (Share share : blame.shares()) {
            Cause cause = share.reason().cause();
            assertTrue(cause != Cause.UNEXPLAINED && cause != Cause.FORGOTTEN, () -> who + ": " + share);
        }
    }
}
