package rtk.apps.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rtk.board.sim.Ns;
import rtk.trace.Timeline;
import rtk.trace.analysis.Series;
import rtk.trace.analysis.blame.Band;
import rtk.trace.analysis.blame.Explanation;
import rtk.trace.analysis.blame.Piece;
import rtk.trace.analysis.blame.SeriesBlame;
import rtk.trace.analysis.blame.Share;

/// Prints what a sample is blamed on, as people know it from `rtla timerlat`: the causes with their part, then how it went step by
/// step, then the threads over time, then how this sample differs from the many.
record ExplainReport(Console console) {
    private static final int SHARES_MAX = 12;
    private static final int STEPS_MAX = 40;
    private static final int BAND_SHARES = 3;

    void list(List<SeriesBlame> results, List<Series> unexercised, Path file) {
        long samples = 0;
        long exact = 0;
        for (SeriesBlame one : results) {
            samples += one.samples();
            exact += one.exact();
            String worst = one.worst().shares().isEmpty() ? "" : one.worst().shares().getFirst().reason().text();
            console.line("%-20s %,9d samples, worst %s: %s", one.series(), one.samples(), ns(one.worst().ns()), worst);
        }
        for (Series series : unexercised) console.line("%-20s no sample", series);
        console.line("%s", "");
        console.line("%,d of %,d samples add up to the nanosecond", exact, samples);
        if (!results.isEmpty()) {
            Series first = results.getFirst().series();
            console.line("try: rtk explain %s --path %s --worst", file, first.kind() == Series.Kind.PATH
                    ? first.name()
                    : '"' + first.toString() + '"');
        }
    }

    void one(Explanation sample, SeriesBlame all, String which) {
        console.line("%s: %s, %s, from %s to %s", sample.series(), which, ns(sample.ns()), at(sample.startNs()),
                at(sample.endNs()));
        console.line("%s", "");
        shares(sample.shares(), sample.ns());
        steps(sample.pieces());
        picture(sample);
        bands(all);
    }

    private void shares(List<Share> shares, long totalNs) {
        long toldNs = 0;
        for (Share share : shares.subList(0, Math.min(SHARES_MAX, shares.size()))) {
            line(share.ns(), totalNs, share.reason().text());
            toldNs += share.ns();
        }
        if (shares.size() > SHARES_MAX) line(totalNs - toldNs, totalNs, shares.size() - SHARES_MAX + " more reasons");
        line(totalNs, totalNs, "in all");
        console.line("%s", "");
    }

    private void line(long partNs, long totalNs, String text) {
        console.line("  %15s %5.1f %%  %s", ns(partNs), totalNs == 0 ? 100.0 : 100.0 * partNs / totalNs, text);
    }

    private void steps(List<Piece> pieces) {
        int head = pieces.size() <= STEPS_MAX ? pieces.size() : STEPS_MAX / 2;
        int width = 0;
        for (Piece piece : pieces) width = Math.max(width, piece.holder().length());
        for (int i = 0; i < pieces.size(); i++) {
            if (i == head && pieces.size() > STEPS_MAX) {
                int left = pieces.size() - STEPS_MAX;
                console.line("  … %d more steps, in --json", left);
                i += left;
            }
            Piece piece = pieces.get(i);
            String holder = piece.holder() + " ".repeat(width - piece.holder().length());
            console.line("  %s  %15s  %s  %s", at(piece.startNs()), "+" + ns(piece.ns()), holder, piece.reason().text());
        }
        console.line("%s", "");
    }

    private void picture(Explanation sample) {
        if (sample.picture().isEmpty()) return;
        console.line("%s", sample.picture().stripTrailing());
        console.line("%s", "");
        console.line("%s", Timeline.LEGEND.stripTrailing());
        console.line("%s", "");
    }

    private void bands(SeriesBlame all) {
        console.line("all %,d samples, %,d of them add up to the nanosecond", all.samples(), all.exact());
        for (Band band : all.bands()) {
            List<String> parts = new ArrayList<>();
            for (Share share : band.shares().subList(0, Math.min(BAND_SHARES, band.shares().size()))) {
                parts.add(String.format(Locale.ROOT, "%.0f %% %s", 100.0 * share.ns() / Math.max(1, band.ns()),
                        share.reason().text()));
            }
            console.line("  %-11s %,9d samples, mean %12s: %s", band.name(), band.samples(), ns(band.ns() / band.samples()),
                    String.join(", ", parts));
        }
    }

    /// To the nanosecond.
    private static String ns(long ns) {
        if (ns < 1_000) return ns + " ns";
        if (ns < 10_000_000) return String.format(Locale.ROOT, "%d.%03d us", ns / 1_000, ns % 1_000);
        return at(ns);
    }

    private static String at(long ns) { return String.format(Locale.ROOT, "%d.%06d ms", ns / 1_000_000, ns % 1_000_000); }
}
