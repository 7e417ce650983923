package rtk.apps.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import rtk.trace.analysis.LatencyResult;
import rtk.trace.analysis.Requirement;
import rtk.trace.analysis.RunAnalysis;
import rtk.viz.ChartFiles;
import rtk.viz.Charts;
import rtk.viz.LatencySeries;
import rtk.viz.Theme;

/// The charts of a run, as files.
///
/// @param formats `png`, `svg`
record ChartSet(RunAnalysis analysis, List<Requirement> requirements, List<String> formats) {
    private static final int PNG_SCALE = 2;

    /// Writes histogram and percentile curve of each path that has samples, and one curve of all of them.
    ///
    /// @param paths the names wanted; none means all
    /// @return the files written
    List<Path> write(Path folder, List<String> paths, Theme theme) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        List<LatencySeries> all = new ArrayList<>();
        for (LatencyResult result : analysis.latencies()) {
            if (result.count() == 0 || !(paths.isEmpty() || paths.contains(result.path()))) continue;
            LatencySeries series = series(result);
            all.add(series);
            String name = result.path().replaceAll("[^A-Za-z0-9._-]", "_");
            write(files, folder, name + "-histogram", Charts.histogram(series, theme));
            write(files, folder, name + "-percentiles", Charts.percentiles(List.of(series), theme));
        }
        if (all.size() > 1) write(files, folder, "percentiles", Charts.percentiles(all, theme));
        return files;
    }

    /// One path with what charts say about it.
    LatencySeries series(LatencyResult result) {
        return new LatencySeries(result, analysis.histogram(result.path()), budgetNs(result.path()), analysis.nowNs());
    }

    /// The limit that a requirement sets to the path's maximum, or 0.
    private long budgetNs(String path) {
        for (Requirement require : requirements) {
            if (require.subject() == Requirement.Subject.PATH && require.name().equals(path)
                    && require.metric() == Requirement.Metric.MAX) {
                return require.limit().longValue();
            }
        }
        return 0;
    }

    private void write(List<Path> files, Path folder, String name, JFreeChart chart) throws IOException {
        for (String format : formats) {
            Path file = folder.resolve(name + "." + format);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                switch (format) {
                    case "png" -> ChartFiles.writePng(chart, ChartFiles.Size.DEFAULT, PNG_SCALE, out);
                    case "svg" -> ChartFiles.writeSvg(chart, ChartFiles.Size.DEFAULT, out);
                    default -> throw new Failure(ExitCode.USAGE, "--format: found " + format + ", expected png or svg");
                }
            }
            files.add(file);
        }
    }
}
