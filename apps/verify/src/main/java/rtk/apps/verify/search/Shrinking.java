package rtk.apps.verify.search;

/// Makes a candidate small that shows something: as few choices as still show it to the same nanosecond or worse, and a short run.
public final class Shrinking {
    private static final int HALVINGS_MAX = 12;

    private final Laboratory laboratory;
    private long runs;

    public Shrinking(Laboratory laboratory) { this.laboratory = laboratory; }

    /// A candidate with at least the value of `best` for a measure, from which no single choice can be left out.
    public Best shrink(int measure, Best best) {
        Best smallest = best;
        for (boolean changed = true; changed;) {
            changed = false;
            for (int i = 0; i < best.candidate().values().size(); i++) {
                if (smallest.candidate().values().get(i) == null) continue;
                Best less = tried(measure, smallest, smallest.candidate().with(i, null));
                if (less == null) continue;
                smallest = less;
                changed = true;
            }
        }
        long durationNs = smallest.candidate().durationNs() == 0
                ? laboratory.scenario().durationNs()
                : smallest.candidate().durationNs();
        for (int halving = 0; halving < HALVINGS_MAX && durationNs > 1_000; halving++) {
            durationNs /= 2;
            Best shorter = tried(measure, smallest, smallest.candidate().lasting(durationNs));
            if (shorter == null) break;
            smallest = shorter;
        }
        return smallest;
    }

    /// Runs that it took.
    public long runs() { return runs; }

    private Best tried(int measure, Best best, Candidate candidate) {
        runs++;
        long value = laboratory.run(candidate).values().get(measure);
        return value >= best.value() ? new Best(value, candidate, best.run()) : null;
    }
}
