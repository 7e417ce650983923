package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.kernel.KernelProgram.Op;
import rtk.kernel.KernelProgram.Step;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;
import rtk.trace.TraceText;

/// Programs that nobody wrote, held to the rules after every event. `-Drandom.programs` says how many, `-Drandom.first` the first
/// seed; `scripts/nightly` runs ten thousand.
class RandomProgramTest {
    private static final long FIRST_SEED = Long.getLong("random.first", 1);
    private static final int PROGRAMS = Integer.getInteger("random.programs", 200);
    private static final int EVENTS_SHOWN = 30;

    /// Seeds that found something, for good: a thread woken as it left an interrupted core, and taken by another one; a core that took
    /// whom it was promised before a higher one that was promised to nobody; a process that waits for its own reply as it ends.
    @ParameterizedTest
    @ValueSource(longs = {502_516, 3_327, 491})
    void whatWasFoundOnceStaysMended(long seed) {
        KernelProgram program = KernelProgram.random(seed);
        Referee.Violation violation = ProgramRun.of(program, CoroutineKind.best());
        if (violation != null) fail(report(program, violation));
    }

    @Test
    void noProgramMakesTheKernelBreakItsRules() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + PROGRAMS; seed++) {
            CoroutineKind kind = seed % 10 == 0 ? CoroutineKind.VIRTUAL_THREAD : CoroutineKind.best();
            KernelProgram program = KernelProgram.random(seed);
            Referee.Violation violation = ProgramRun.of(program, kind);
            if (violation != null) fail(report(program, violation));
        }
    }

    private static String report(KernelProgram program, Referee.Violation violation) {
        KernelProgram small = ProgramShrinker.shrink(program, candidate -> {
            Referee.Violation found = ProgramRun.of(candidate, CoroutineKind.best());
            return found != null && found.invariant().equals(violation.invariant());
        });
        var trace = new StringBuilder();
        Referee.Violation last = ProgramRun.of(small, CoroutineKind.best(), referee -> new TraceText(trace).and(referee));
        List<String> lines = trace.toString().lines().toList();
        String end = String.join("\n", lines.subList(Math.max(0, lines.size() - EVENTS_SHOWN), lines.size()));
        return "seed " + program.seed() + ": " + violation + "\nshrunk: " + last + "\n" + small + "\nlast events:\n" + end;
    }

    @Test
    void theSameSeedIsTheSameProgram() {
        assertEquals(KernelProgram.random(17), KernelProgram.random(17));
        assertNull(ProgramRun.of(KernelProgram.random(17).steps(List.of()), CoroutineKind.best()));
    }

    @Test
    void aFailingProgramShrinksToTheStepsThatItTakes() {
        KernelProgram small = ProgramShrinker.shrink(KernelProgram.random(17), program -> program.steps().stream()
                .anyMatch(step -> step.op() == Op.LOCK) && program.steps().stream().anyMatch(step -> step.op() == Op.UNLOCK));

        assertEquals(List.of(Op.LOCK, Op.UNLOCK), small.steps().stream().map(Step::op).toList());
        assertEquals(1, small.cores());
    }

    /// By some of a few programs.
    @ParameterizedTest
    @EnumSource(names = {"THREAD_STATE", "THREAD_PRIORITY", "CALL_EXIT", "MSG_REPLY", "MSG_RECEIVE", "PULSE_SEND", "MUTEX_LOCKED",
        "MUTEX_UNLOCKED", "SEM_POSTED"})
    void theRefereeMissesWhatTheTraceForgets(EventKind forgotten) {
        boolean found = false;
        for (long seed = 1; seed <= 60 && !found; seed++) {
            found = ProgramRun.of(KernelProgram.random(seed), CoroutineKind.best(),
                    referee -> new Liar(referee, forgotten)) != null;
        }

        assertTrue(found, "nobody missed " + forgotten);
    }

    /// Leaves out every second event of a kind.
    private static final class Liar implements TraceSink {
        private final TraceSink next;
        private final EventKind forgotten;
        private int count;

        Liar(TraceSink next, EventKind forgotten) {
            this.next = next;
            this.forgotten = forgotten;
        }

        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            if (kind == forgotten && ++count % 2 == 0) return;
            next.event(timeNs, kind, a, b, c, d, e);
        }

        @Override
        public void text(int id, String text) { next.text(id, text); }
    }
}
