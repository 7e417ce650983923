package rtk.apps.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.ui.Drawable;
import rtk.trace.analysis.Series;
import rtk.viz.ChartFiles;
import rtk.viz.Charts;
import rtk.viz.LatencySeries;
import rtk.viz.RunCharts;
import rtk.viz.Theme;
import rtk.viz.gantt.GanttPicture;

/// The charts of a run, as files, and their data as CSV.
///
/// @param kinds which of [#KINDS]
/// @param formats which of [#FORMATS]
record ChartSet(RunReport report, List<String> kinds, List<String> formats, Theme theme) {
    static final List<String> KINDS = List.of("histogram", "percentiles", "over-time", "jitter", "blame", "gantt");
    static final List<String> FORMATS = List.of("png", "svg", "pdf", "csv");
    private static final int PNG_SCALE = 2;

    /// Writes the charts of what has samples, and one percentile curve of all of them.
    ///
    /// @param names of paths, tasks and messages, as `task audio`; none means all paths, or everything if there is no path
    /// @return the files written
    List<Path> write(Path folder, List<String> names) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        List<LatencySeries> all = new ArrayList<>();
        for (RunReport.Measured one : wanted(names)) {
            all.add(one.series());
            String name = one.name().toString().replaceAll("[^A-Za-z0-9._-]", "_");
            for (String kind : kinds) write(files, folder, name + "-" + kind, kind, one);
        }
        if (all.size() > 1 && kinds.contains("percentiles")) {
            pictures(files, folder, "percentiles", Charts.percentiles(all, theme), ChartFiles.Size.DEFAULT);
        }
        return files;
    }

    private List<RunReport.Measured> wanted(List<String> names) {
        if (!names.isEmpty()) {
            return report.measured().stream().filter(one -> names.contains(one.name().toString())).toList();
        }
        List<RunReport.Measured> paths = report.measured().stream().filter(one -> one.name().kind() == Series.Kind.PATH).toList();
        return paths.isEmpty() ? report.measured() : paths;
    }

    private void write(List<Path> files, Path folder, String file, String kind, RunReport.Measured one) throws IOException {
        ChartFiles.Size size = ChartFiles.Size.DEFAULT;
        switch (kind) {
            case "histogram" -> pictures(files, folder, file, Charts.histogram(one.series(), theme), size);
            case "percentiles" -> {
                pictures(files, folder, file, Charts.percentiles(List.of(one.series()), theme), size);
                data(files, folder, file, ReportCharts.percentilesCsv(one));
            }
            case "over-time" -> {
                pictures(files, folder, file, RunCharts.overTime(one.series(), one.track(), theme), size);
                data(files, folder, file, ReportCharts.timeCsv(one.track()));
            }
            case "jitter" -> {
                if (one.track().largestDifferenceNs() > 0)
                    pictures(files, folder, file, RunCharts.jitter(one.series(), one.track(), theme), size);
            }
            case "blame" -> {
                if (one.blame() != null) pictures(files, folder, file, RunCharts.blame(one.blame(), theme), size);
            }
            default -> {
                GanttPicture picture = ReportCharts.gantt(one, theme);
                if (picture != null) pictures(files, folder, file, picture, new ChartFiles.Size(size.width(), picture.height()));
            }
        }
    }

    private void pictures(List<Path> files, Path folder, String name, Drawable chart, ChartFiles.Size size) throws IOException {
        for (String format : formats) {
            if (format.equals("csv")) continue;
            Path file = folder.resolve(name + "." + format);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                switch (format) {
                    case "png" -> ChartFiles.writePng(chart, size, PNG_SCALE, out);
                    case "pdf" -> ChartFiles.writePdf(chart, size, out);
                    default -> ChartFiles.writeSvg(chart, size, out);
                }
            }
            files.add(file);
        }
    }

    private void data(List<Path> files, Path folder, String name, String csv) throws IOException {
        if (!formats.contains("csv")) return;
        Path file = folder.resolve(name + ".csv");
        Files.writeString(file, csv, StandardCharsets.UTF_8);
        files.add(file);
    }
}
