package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.trace.TraceText;

/// Programs that nobody wrote, held to the rules after every event. `-Drandom.programs` says how many, `-Drandom.first` the first
/// seed; `scripts/nightly` runs ten thousand.
class RandomProgramTest {
    private static final long FIRST_SEED = Long.getLong("random.first", 1);
    private static final int PROGRAMS = Integer.getInteger("random.programs", 200);

    private static final int EVENTS_SHOWN = 30;

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
        Referee.Violation last = ProgramRun.of(small, CoroutineKind.best(), new TraceText(trace));
        List<String> lines = trace.toString().lines().toList();
        String end = String.join("\n", lines.subList(Math.max(0, lines.size() - EVENTS_SHOWN), lines.size()));
        return "seed " + program.seed() + ": " + violation + "\nshrunk: " + last + "\n" + small + "\nlast events:\n" + end;
    }

    @Test
    void theSameSeedIsTheSameProgram() {
        assertEquals(KernelProgram.random(17), KernelProgram.random(17));
        assertNull(ProgramRun.of(KernelProgram.random(17).steps(List.of()), CoroutineKind.best()));
    }
}
