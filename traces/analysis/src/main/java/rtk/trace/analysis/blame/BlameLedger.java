package rtk.trace.analysis.blame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;
import rtk.trace.analysis.RunAnalysis;
import rtk.trace.analysis.SampleListener;
import rtk.trace.analysis.Series;

/// Splits each sample of a run into causes, while it happens or from its trace file, and adds them up.
///
/// Give it all events of the run in place of the [RunAnalysis] that it is made with, to which it passes them on. Every sample must add up
/// to its latency to the nanosecond; with assertions on, one that does not ends the program.
///
/// Memory grows with the number of things in the world, of different reasons, and with the events within the oldest open sample (bounded),
/// not with the run.
///
/// Bands of percentiles are cut between classes of length that are a sixteenth wide: a sample near a border may be in the next band.
///
/// Not thread-safe.
public final class BlameLedger implements TraceSink, SampleListener {
    private static final double[] BAND_BORDERS = {0, 0.5, 0.9, 0.99, 0.999, 1};
    private static final String[] BAND_NAMES = {"p0-p50", "p50-p90", "p90-p99", "p99-p99.9", "p99.9-p100"};

    private final RunAnalysis analysis;
    private final Predicate<Series> wanted;
    private final boolean keepsExamples;
    private final History history;
    private final Chronicle chronicle;
    private final CriticalPath path;
    private final ReasonNames names = new ReasonNames();
    private final List<Tally> tallies = new ArrayList<>();
    private final Rows rows;

    // The event that is being told, and the walk from it.
    private EventKind kind = EventKind.USER;
    private long a;
    private long b;
    private long c;
    private long event;
    private long walked = -1;

    private Series atSeries;
    private long atNs;
    private Example at;

    /// For all samples.
    public BlameLedger(RunAnalysis analysis) { this(analysis, series -> true, false); }

    /// @param wanted the series whose samples are looked at
    /// @param keepsExamples also keeps an example of each class of length, with a picture, for [#ofPercentile]
    public BlameLedger(RunAnalysis analysis, Predicate<Series> wanted, boolean keepsExamples) {
        this.analysis = analysis;
        this.wanted = wanted;
        this.keepsExamples = keepsExamples;
        history = new History(analysis::neededSinceNs);
        chronicle = new Chronicle(history);
        path = new CriticalPath(chronicle);
        rows = new Rows(chronicle, names);
        analysis.listen(this);
    }

    /// Keeps the sample of `series` in which `instantNs` lies, or else the first that ends after it; for [#at].
    public void watch(Series series, long instantNs) {
        atSeries = series;
        atNs = instantNs;
    }

    @Override
    public void text(int id, String text) {
        names.text(id, text);
        chronicle.text(id, text);
        analysis.text(id, text);
    }

    @Override
    public void event(long timeNs, EventKind newKind, long newA, long newB, long newC, long d, long e) {
        kind = newKind;
        a = newA;
        b = newB;
        c = newC;
        event++;
        if (newKind.ordinal() <= EventKind.OBJECT_CREATED.ordinal() || newKind == EventKind.THREAD_NAMED)
            names.event(timeNs, newKind, newA, newB, newC, d, e);
        chronicle.event(timeNs, newKind, newA, newB, newC, d, e);
        analysis.event(timeNs, newKind, newA, newB, newC, d, e);
    }

    @Override
    public void sample(Series series, long startNs, long endNs) {
        if (!wanted.test(series)) return;
        if (walked != event || path.pieces().endNs() != endNs) {
            begin(endNs);
            walked = event;
        }
        path.walkTo(startNs);
        Tally tally = tally(series);
        boolean exact = tally.add(path.pieces(), startNs);
        assert exact : series + " from " + startNs + " to " + endNs + " ns does not add up";
        boolean ofClass = keepsExamples;
        if (tally.isExample(endNs - startNs, ofClass)) tally.keep(example(startNs, tally), ofClass);
        if (series.equals(atSeries) && endNs >= atNs
                && (at == null || (at.startNs > atNs && startNs <= atNs && endNs == at.endNs))) {
            at = example(startNs, tally);
        }
    }

    private Example example(long startNs, Tally tally) {
        var example = new Example(path.pieces(), startNs, tally.reasons);
        if (keepsExamples) rows.add(example);
        return example;
    }

    /// The walk begins at what the event is about.
    private void begin(long endNs) {
        Place place = path.begin(endNs, kind == EventKind.JOB_COMPLETED ? (int) a : 0);
        Devices devices = chronicle.devices();
        switch (kind) {
            case CALL_EXIT, THREAD_STATE, USER, JOB_COMPLETED, MSG_RECEIVE, PULSE_RECEIVE, MSG_REPLY, MSG_ERROR ->
                path.fromThread((int) a);
            case JOB_RELEASED -> path.fromThread((int) a);
            case ISR_ENTER -> {
                CoreTrack core = chronicle.core((int) a);
                place.toInterrupt(core.number, core.at, core.word, History.NONE);
            }
            case FRAME_END -> {
                BusTrack bus = devices.bus((int) a);
                if (bus == null) place.toSource((int) a);
                else place.toBus(bus.device, bus.word, bus.at);
            }
            case FRAME_QUEUED -> path.fromFrame(chronicle.queued(c), (int) b);
            case IRQ_ASSERTED -> path.fromDevice((int) b);
            case PULSE_SEND, TIMER_FIRED -> path.fromActor(chronicle.actor());
            default -> place.toSource((int) a);
        }
    }

    private Tally tally(Series series) {
        for (Tally tally : tallies) {
            if (tally.series.equals(series)) return tally;
        }
        var tally = new Tally(series);
        tallies.add(tally);
        return tally;
    }

    // Results.

    /// One result per series with samples, paths, tasks and messages in this order, each in the order of their first samples.
    public List<SeriesBlame> results() {
        return tallies.stream().sorted(Comparator.comparing(tally -> tally.series.kind())).map(this::result).toList();
    }

    /// Samples that were looked at, and those of them that add up.
    public long sampleCount() { return tallies.stream().mapToLong(Tally::samples).sum(); }

    public long exactCount() { return tallies.stream().mapToLong(Tally::exact).sum(); }

    /// The longest sample of `series`, the first of equals; null if there is none.
    public Explanation worst(Series series) {
        Tally tally = tally(series);
        return tally.worst() == null ? null : explain(tally, tally.worst());
    }

    /// A sample whose length is that of the percentile, up to a sixteenth longer; null if there is none.
    ///
    /// @param percent 0 to 100
    public Explanation ofPercentile(Series series, double percent) {
        Tally tally = tally(series);
        if (tally.samples() == 0) return null;
        long rank = Math.max(1, (long) Math.ceil(tally.samples() * percent / 100 - 1e-9));
        return explain(tally, tally.ofRank(Math.min(rank, tally.samples())));
    }

    /// The sample that [#watch] asked for; null if there is none.
    public Explanation at() { return at == null ? null : explain(tally(atSeries), at); }

    private SeriesBlame result(Tally tally) {
        List<Band> bands = new ArrayList<>();
        for (int band = 0; band < BAND_NAMES.length; band++) {
            long[] sums = tally.between(BAND_BORDERS[band], BAND_BORDERS[band + 1]);
            int reasons = sums.length - 2;
            if (sums[reasons] == 0) continue;
            bands.add(new Band(BAND_NAMES[band], sums[reasons], sums[reasons + 1], shares(tally, sums)));
        }
        long[] all = tally.between(0, 1);
        return new SeriesBlame(tally.series, tally.samples(), tally.exact(), tally.unexplainedNs(), all[all.length - 1],
                shares(tally, all),
                bands, worst(tally.series));
    }

    private List<Share> shares(Tally tally, long[] nsByReason) {
        List<Share> shares = new ArrayList<>();
        for (int reason = 0; reason < Math.min(nsByReason.length, tally.reasons.size()); reason++) {
            if (nsByReason[reason] > 0) shares.add(new Share(names.reason(tally.reasons.key(reason)), nsByReason[reason]));
        }
        shares.sort(Comparator.comparingLong(Share::ns).reversed());
        return shares;
    }

    private Explanation explain(Tally tally, Example example) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = example.starts.length - 1; i >= 0; i--) {
            long endNs = i == 0 ? example.endNs : example.starts[i - 1];
            pieces.add(new Piece(example.starts[i], endNs, names.reason(example.keys[i]), names.thread(example.holders[i])));
        }
        return new Explanation(tally.series, example.startNs, example.endNs, pieces, shares(tally, example.nsByReason),
                rows.draw(example));
    }
}
