package rtk.apps.cli;

import java.util.List;
import rtk.trace.analysis.blame.Band;
import rtk.trace.analysis.blame.Explanation;
import rtk.trace.analysis.blame.Piece;
import rtk.trace.analysis.blame.SeriesBlame;
import rtk.trace.analysis.blame.Share;

/// The blame ledger as it stands in `summary.json` and in what `rtk explain --json` prints. All times in ns.
final class BlameJson {
    /// Shares told of all samples; the rest is in one last share without culprit.
    private static final int SHARES_MAX = 24;
    private static final String REST = "rest";

    /// @param samples all that there were
    /// @param exact how many of them add up to the nanosecond
    record Summary(long samples, long exact, long unexplainedNs, List<OneSeries> series) {}

    /// One path, task or message.
    ///
    /// @param shares largest first; they add up to `ns`
    record OneSeries(String kind, String name, long samples, long exact, long unexplainedNs, long ns, List<OneShare> shares,
            List<OneBand> bands, Sample worst) {}

    /// The samples of a range of percentiles.
    record OneBand(String band, long samples, long ns, List<OneShare> shares) {}

    /// @param cause label; `rest` for all that is not told one by one
    record OneShare(String cause, String culprit, String detail, long ns) {}

    /// One sample.
    record Sample(long startNs, long endNs, long ns, List<OneShare> shares) {}

    /// A stretch of a sample.
    record Step(long startNs, long endNs, String cause, String culprit, String detail, String holder) {}

    private BlameJson() {}

    static Summary summary(List<SeriesBlame> results) {
        long samples = results.stream().mapToLong(SeriesBlame::samples).sum();
        long exact = results.stream().mapToLong(SeriesBlame::exact).sum();
        long unexplainedNs = results.stream().mapToLong(SeriesBlame::unexplainedNs).sum();
        return new Summary(samples, exact, unexplainedNs, results.stream().map(BlameJson::series).toList());
    }

    static OneSeries series(SeriesBlame blame) {
        return new OneSeries(blame.series().kind().label(), blame.series().name(), blame.samples(), blame.exact(),
                blame.unexplainedNs(),
                blame.ns(), shares(blame.shares()), blame.bands().stream().map(BlameJson::band).toList(), sample(blame.worst()));
    }

    static Sample sample(Explanation sample) {
        return sample == null ? null : new Sample(sample.startNs(), sample.endNs(), sample.ns(), shares(sample.shares()));
    }

    static List<Step> steps(List<Piece> pieces) {
        return pieces.stream().map(piece -> new Step(piece.startNs(), piece.endNs(), piece.reason().cause().label(),
                piece.reason().culprit(), piece.reason().detail(), piece.holder())).toList();
    }

    private static OneBand band(Band band) { return new OneBand(band.name(), band.samples(), band.ns(), shares(band.shares())); }

    private static List<OneShare> shares(List<Share> shares) {
        List<OneShare> told = new java.util.ArrayList<>();
        for (Share share : shares.subList(0, Math.min(SHARES_MAX, shares.size()))) {
            told.add(new OneShare(share.reason().cause().label(), share.reason().culprit(), share.reason().detail(), share.ns()));
        }
        long restNs = shares.stream().skip(SHARES_MAX).mapToLong(Share::ns).sum();
        if (restNs > 0) told.add(new OneShare(REST, "", "", restNs));
        return told;
    }
}
