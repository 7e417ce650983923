package rtk.trace.analysis;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/// Writes the samples of a run as an HdrHistogram interval log (`.hlog`, format 1.3), one tag per path. Every reader of
/// such logs takes it.
///
/// Simulated time starts at 0 s of the epoch; nothing of the host's time is in it, so that equal runs leave equal logs.
/// Values are ns; the column of maxima is in ms, as readers expect.
///
/// Connect it by [RunAnalysis#everyInterval].
public final class IntervalLog implements IntervalSink {
    private static final double NS_PER_S = 1e9;
    private static final double NS_PER_MS = 1e6;

    private final PrintStream out;
    private final HistogramLogWriter writer;

    /// @param out stays open when all is written; call [#flush] at the end
    /// @param comment one line on where the numbers come from, or empty
    public IntervalLog(OutputStream out, String comment) {
        this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
        writer = new HistogramLogWriter(this.out);
        if (!comment.isEmpty()) writer.outputComment("[" + comment.replaceAll("\\R", " ") + "]");
        writer.outputLogFormatVersion();
        writer.outputComment("[StartTime: 0.000 (seconds since epoch), simulated time]");
        writer.outputLegend();
        writer.setBaseTime(0);
    }

    @Override
    public void interval(String path, long startNs, long endNs, Histogram histogram) {
        histogram.setTag(path.replaceAll("[,\\s]", "_"));
        writer.outputIntervalHistogram(startNs / NS_PER_S, endNs / NS_PER_S, histogram, NS_PER_MS);
    }

    /// @throws IOException if something could not be written, now or before
    public void flush() throws IOException {
        out.flush();
        if (out.checkError()) throw new IOException("the interval log could not be written");
    }
}
