package rtk.apps.verify.search;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import rtk.apps.verify.generate.SeedStream;

/// Looks for the worst of each measure.
///
/// Runs are numbered. Run 0 is the scenario as it is, the next are likely worst cases ([#likely]); each later run takes the next measure in
/// turn and either moves one or two choices of the worst run so far of that measure (a pattern search: far at first, then nearer), or draws
/// all anew (a restart). Runs are made in batches of a fixed size, each from what was known before the batch, and merged in order: the
/// result is a function of scenario, seed and number of runs, whatever the number of jobs. A budget of time ends it after a batch.
///
/// Not a proof: what was not found may exist.
public final class Search {
    /// Runs made from the same knowledge.
    private static final int BATCH = 16;
    private static final int RESTART_PERCENT = 25;
    /// A move goes as far as a part of the range between 1 and this power of two.
    private static final int FINEST = 24;

    /// How to look.
    ///
    /// @param runs at most
    /// @param budgetNs of the host's time, after which no batch is begun
    /// @param jobs at a time
    /// @param durationNs of each run but the first; 0 for as long as the scenario
    /// @param guided by what was found; else each run is drawn anew, to compare with
    public record Settings(long runs, long budgetNs, int jobs, long seed, long durationNs, boolean guided) {}

    /// Told after each batch.
    @FunctionalInterface
    public interface Progress {
        void at(long runs, long wallNs);
    }

    /// What was found.
    ///
    /// @param bests by number of the measure
    /// @param failed the first run in which the simulated system failed, or null
    /// @param failure what it was, or null
    public record Result(long runs, List<Best> bests, Candidate failed, String failure) {}

    private final Laboratory laboratory;
    private final Settings settings;
    private final List<Best> bests = new ArrayList<>();
    private final List<Integer> targets = new ArrayList<>();
    private final List<Candidate> likely;
    private long runs;
    private Candidate failed;
    private String failure;

    public Search(Laboratory laboratory, Settings settings) {
        this.laboratory = laboratory;
        this.settings = settings;
        for (int i = 0; i < laboratory.measures().size(); i++) {
            bests.add(new Best(Measure.NOTHING, Candidate.asIs(laboratory.choices().size()), 0));
            Measure measure = laboratory.measures().get(i);
            if (measure.require() == null) targets.add(i);
        }
        likely = likely();
    }

    /// Goes on from what an earlier search found after so many runs.
    public void resume(long runsDone, List<Best> found) {
        runs = runsDone;
        for (int i = 0; i < found.size(); i++) bests.set(i, found.get(i));
    }

    /// Looks until runs or time are used up, or `stopped` says so.
    public Result look(Progress progress, java.util.function.BooleanSupplier stopped) {
        long startNs = System.nanoTime();
        try (ExecutorService workers = Executors.newFixedThreadPool(settings.jobs())) {
            while (runs < settings.runs() && System.nanoTime() - startNs < settings.budgetNs() && !stopped.getAsBoolean()) {
                batch(workers);
                progress.at(runs, System.nanoTime() - startNs);
            }
        }
        return new Result(runs, List.copyOf(bests), failed, failure);
    }

    private void batch(ExecutorService workers) {
        var candidates = new ArrayList<Candidate>();
        // The first run alone, for whoever has time for no more.
        long until = runs == 0 ? 1 : Math.min(settings.runs(), (runs - 1) / BATCH * BATCH + BATCH + 1);
        for (long run = runs; run < until; run++) candidates.add(candidate(run));
        var trials = new ArrayList<Future<Trial>>();
        for (Candidate candidate : candidates) trials.add(workers.submit(() -> laboratory.run(candidate)));
        for (int i = 0; i < candidates.size(); i++) {
            try {
                merge(candidates.get(i), trials.get(i).get(), runs++);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(String.join(" ", laboratory.settings(candidates.get(i))) + ": "
                        + e.getCause().getMessage(), e.getCause());
            }
        }
    }

    private void merge(Candidate candidate, Trial trial, long run) {
        for (int i = 0; i < bests.size(); i++) {
            if (trial.values().get(i) > bests.get(i).value()) bests.set(i, new Best(trial.values().get(i), candidate, run));
        }
        if (trial.failure() != null && failed == null) {
            failed = candidate;
            failure = trial.failure();
        }
    }

    private Candidate candidate(long run) {
        if (run < likely.size() && settings.guided()) return likely.get((int) run);
        if (run == 0) return likely.getFirst();
        var random = new SeedStream(settings.seed() * 0x9e3779b97f4a7c15L + run);
        random.nextLong();
        if (!settings.guided() || targets.isEmpty() || random.chance(RESTART_PERCENT)) return drawn(random);
        return moved(bests.get(targets.get((int) (run % targets.size()))).candidate(), random);
    }

    /// The scenario as it is; everything as long as it may be and released at once, each as late as it may be and the next ones in time
    /// (the critical instant of Liu and Layland, with jitter as Audsley et al.); and for each that begins, the same with it begun just
    /// before: as one that blocks the others must.
    private List<Candidate> likely() {
        List<Choice> choices = laboratory.choices();
        var candidates = new ArrayList<Candidate>();
        Candidate asIs = Candidate.asIs(choices.size());
        candidates.add(asIs);
        Candidate longest = asIs.lasting(settings.durationNs());
        long latestNs = choices.stream().filter(choice -> choice.kind() == Choice.Kind.JITTER).mapToLong(Search::jitterNs).max()
                .orElse(0);
        for (int i = 0; i < choices.size(); i++) {
            Choice choice = choices.get(i);
            switch (choice.kind()) {
                case EXECUTION -> longest = longest.with(i, choice.high());
                case DATA -> longest = longest.with(i, 1L);
                case JITTER -> longest = longest.with(i, jitterNs(choice));
                case OFFSET -> longest = longest.with(i, Math.min(choice.high(), latestNs - jitterNs(choice.path())));
                case SEED -> {}
            }
        }
        candidates.add(longest);
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i).kind() == Choice.Kind.OFFSET) candidates.add(othersLater(longest, i));
        }
        return candidates;
    }

    private static long jitterNs(Choice jitter) { return jitter.high(); }

    private long jitterNs(String path) {
        return laboratory.choices().stream().filter(choice -> choice.kind() == Choice.Kind.JITTER && choice.path().equals(path))
                .mapToLong(Search::jitterNs).sum();
    }

    /// All are begun 1 ns later but for choice `first`.
    private Candidate othersLater(Candidate base, int first) {
        Candidate candidate = base;
        for (int i = 0; i < laboratory.choices().size(); i++) {
            Choice choice = laboratory.choices().get(i);
            if (i == first || choice.kind() != Choice.Kind.OFFSET) continue;
            candidate = candidate.with(i, Math.min(choice.high(), base.values().get(i) + 1));
        }
        return candidate;
    }

    private Candidate drawn(SeedStream random) {
        Candidate candidate = Candidate.asIs(laboratory.choices().size()).lasting(settings.durationNs());
        for (int i = 0; i < laboratory.choices().size(); i++) {
            Choice choice = laboratory.choices().get(i);
            // Execution times are at an end of their range more often than not: that is where worst cases are.
            boolean atEnd = settings.guided() && choice.kind() == Choice.Kind.EXECUTION && random.chance(70);
            candidate = candidate.with(i, atEnd ? choice.high() : Long.valueOf(random.between(choice.low(), choice.high())));
        }
        return candidate;
    }

    private Candidate moved(Candidate from, SeedStream random) {
        Candidate candidate = from.lasting(settings.durationNs());
        long moves = random.between(1, 2);
        for (long move = 0; move < moves; move++) {
            int i = (int) random.between(0, laboratory.choices().size() - 1);
            candidate = candidate.with(i, moved(laboratory.choices().get(i), candidate.values().get(i), random));
        }
        return candidate;
    }

    private static Long moved(Choice choice, Long from, SeedStream random) {
        if (!choice.isTime() || from == null || random.chance(10)) return random.between(choice.low(), choice.high());
        if (random.chance(10)) return random.chance(50) ? choice.high() : choice.low();
        long range = choice.high() - choice.low();
        long step = Math.max(1, random.between(0, range >> random.between(0, FINEST)));
        long value = from + (random.chance(50) ? step : -step);
        if (choice.kind() == Choice.Kind.OFFSET) return choice.low() + Math.floorMod(value - choice.low(), range + 1);
        return Math.clamp(value, choice.low(), choice.high());
    }
}
