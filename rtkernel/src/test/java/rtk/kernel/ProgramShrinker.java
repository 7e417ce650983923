package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import rtk.kernel.KernelProgram.Step;

/// Makes a failing program short: leaves out steps as long as it fails (ddmin, Zeller and Hildebrandt, "Simplifying and isolating
/// failure-inducing input", 2002), then makes numbers small.
final class ProgramShrinker {
    private final Predicate<KernelProgram> fails;
    private KernelProgram best;

    private ProgramShrinker(KernelProgram program, Predicate<KernelProgram> fails) {
        this.fails = fails;
        best = program;
    }

    /// @param fails whether a program still shows what `program` shows
    static KernelProgram shrink(KernelProgram program, Predicate<KernelProgram> fails) {
        var shrinker = new ProgramShrinker(program, fails);
        KernelProgram before;
        do {
            before = shrinker.best;
            if (!shrinker.best.free()) shrinker.accept(shrinker.best.withoutCosts());
            shrinker.fewerCores();
            shrinker.fewerSteps();
            shrinker.smallerNumbers();
        } while (!before.equals(shrinker.best));
        return shrinker.best;
    }

    private boolean accept(KernelProgram candidate) {
        if (!fails.test(candidate)) return false;
        best = candidate;
        return true;
    }

    private void fewerCores() { while (best.cores() > 1 && accept(best.cores(best.cores() - 1))) {} }

    private void fewerSteps() {
        int chunk = Math.max(1, best.steps().size() / 2);
        for (;;) {
            boolean removed = false;
            for (int from = 0; from < best.steps().size();) {
                List<Step> rest = new ArrayList<>(best.steps());
                rest.subList(from, Math.min(from + chunk, rest.size())).clear();
                if (accept(best.steps(rest))) removed = true;
                else from += chunk;
            }
            if (chunk > 1) chunk /= 2;
            else if (!removed) return;
        }
    }

    /// Times and lengths only: other numbers are names.
    private void smallerNumbers() {
        for (int index = 0; index < best.steps().size(); index++) {
            Step step = best.steps().get(index);
            switch (step.op()) {
                case COMPUTE, SLEEP, TIMEOUT, TIMER -> {
                    for (int us : new int[]{10, 20, 50, 100}) {
                        if (us < step.a() && accept(with(index, new Step(step.actor(), step.op(), us, step.b())))) break;
                    }
                }
                case SEND -> {
                    if (step.b() > 0) accept(with(index, new Step(step.actor(), step.op(), step.a(), 0)));
                }
                default -> {
                    // Stays.
                }
            }
        }
    }

    private KernelProgram with(int index, Step step) {
        List<Step> steps = new ArrayList<>(best.steps());
        steps.set(index, step);
        return best.steps(steps);
    }
}
