package rtk.apps.verify.search;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/// Runs every combination of some values of each choice: for times both ends of the range, the points next to them, and points spread
/// evenly between; for payloads every pattern. The seed stays as it is.
///
/// Complete for these values only: a worst case between them is not seen. Of one job per task that is all there is to choose; of more, each
/// job takes the same execution time, and only the first is late.
public final class Exhaustion {
    private static final int BATCH = 256;

    private final Laboratory laboratory;
    private final long durationNs;
    private final List<List<Long>> grid = new ArrayList<>();

    /// What was found.
    ///
    /// @param combinations of all values; -1 if more than 63 bits hold
    /// @param runs done
    /// @param bests by number of the measure
    /// @param leasts the smallest of each measure, likewise
    public record Result(long combinations, long runs, List<Best> bests, List<Best> leasts, Candidate failed, String failure) {
        /// Whether all combinations were run.
        public boolean isComplete() { return runs == combinations; }
    }

    /// @param points of each time besides its ends and those next to them, at least 0
    /// @param durationNs of each run; 0 for as long as the scenario says
    public Exhaustion(Laboratory laboratory, int points, long durationNs) {
        this.laboratory = laboratory;
        this.durationNs = durationNs;
        for (Choice choice : laboratory.choices()) grid.add(values(choice, points));
    }

    private static List<Long> values(Choice choice, int points) {
        var values = new TreeSet<Long>();
        if (choice.kind() == Choice.Kind.SEED) return java.util.Collections.singletonList(null);
        if (!choice.isTime()) {
            for (long value = choice.low(); value <= choice.high(); value++) values.add(value);
            return List.copyOf(values);
        }
        for (long value : new long[]{choice.low(), choice.low() + 1, choice.high() - 1, choice.high()}) {
            if (value >= choice.low() && value <= choice.high()) values.add(value);
        }
        if (choice.low() < 0) values.addAll(List.of(0L, Math.min(1, choice.high())));
        long step = (choice.high() - choice.low()) / (points + 1);
        for (int point = 1; point <= points; point++) values.add(choice.low() + step * point);
        return List.copyOf(values);
    }

    /// How many combinations there are; -1 if more than 63 bits hold.
    public long combinations() {
        long product = 1;
        for (List<Long> values : grid) {
            if (product > Long.MAX_VALUE / values.size()) return -1;
            product *= values.size();
        }
        return product;
    }

    /// Runs combinations in order until all are done, `runsMax` are, time is used up, or `stopped` says so.
    public Result look(long runsMax, long budgetNs, int jobs, Search.Progress progress, BooleanSupplier stopped) {
        long startNs = System.nanoTime();
        long all = combinations();
        long until = all < 0 ? runsMax : Math.min(all, runsMax);
        var bests = new ArrayList<Best>();
        var leasts = new ArrayList<Best>();
        Candidate none = Candidate.asIs(grid.size());
        for (int i = 0; i < laboratory.measures().size(); i++) {
            bests.add(new Best(Measure.NOTHING, none, 0));
            leasts.add(new Best(Measure.NOTHING, none, 0));
        }
        Candidate failed = null;
        String failure = null;
        long runs = 0;
        try (ExecutorService workers = Executors.newFixedThreadPool(jobs)) {
            while (runs < until && System.nanoTime() - startNs < budgetNs && !stopped.getAsBoolean()) {
                var candidates = new ArrayList<Candidate>();
                for (long number = runs; number < Math.min(until, runs + BATCH); number++) candidates.add(candidate(number));
                var trials = new ArrayList<Future<Trial>>();
                for (Candidate candidate : candidates) trials.add(workers.submit(() -> laboratory.run(candidate)));
                for (int k = 0; k < candidates.size(); k++) {
                    Trial trial = get(trials.get(k));
                    for (int i = 0; i < bests.size(); i++) {
                        long value = trial.values().get(i);
                        if (value > bests.get(i).value()) bests.set(i, new Best(value, candidates.get(k), runs));
                        long least = leasts.get(i).value();
                        if (value != Measure.NOTHING && (least == Measure.NOTHING || value < least))
                            leasts.set(i, new Best(value, candidates.get(k), runs));
                    }
                    if (trial.failure() != null && failure == null) {
                        failed = candidates.get(k);
                        failure = trial.failure();
                    }
                    runs++;
                }
                progress.at(runs, System.nanoTime() - startNs);
            }
        }
        return new Result(all, runs, List.copyOf(bests), List.copyOf(leasts), failed, failure);
    }

    private static Trial get(Future<Trial> trial) {
        try {
            return trial.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    /// The combination of this number: the first choice varies fastest.
    private Candidate candidate(long number) {
        var chosen = new ArrayList<Long>();
        long rest = number;
        for (List<Long> values : grid) {
            chosen.add(values.get((int) (rest % values.size())));
            rest /= values.size();
        }
        return new Candidate(chosen, durationNs);
    }
}
