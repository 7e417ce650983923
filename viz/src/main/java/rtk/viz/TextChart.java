package rtk.viz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import rtk.trace.analysis.LatencyResult;

/// Tables and charts of latencies for a terminal. Every line ends with a line feed and is no wider than the style says.
public final class TextChart {
    private static final int ROWS = 8;
    private static final String BLOCKS = " ▁▂▃▄▅▆▇█";
    private static final String ASCII_BLOCKS = " ..::||##";
    private static final int STEPS = 8;
    private static final int GUTTER = 8;
    private static final double TICK_EVERY = 12;

    private TextChart() {}

    /// One column of the table.
    ///
    /// @param rank columns of the greatest rank go first when there is no room
    private record Column(String head, int rank, Function<LatencyResult, String> cell) {}

    /// A line per path, numbers to the right. Columns that do not fit are left out, the less telling ones first.
    public static String table(List<LatencyResult> results, TextStyle style) {
        List<Column> columns = new ArrayList<>(List.of(new Column("path", 0, LatencyResult::path),
                new Column("samples", 3, result -> TimeUnits.count(result.count())), time("min", 2, LatencyResult::min, style),
                new Column("mean", 6, result -> result.count() == 0 ? "-" : TimeUnits.text(result.mean(), style.unicode())),
                time("p50", 1, LatencyResult::p50, style), time("p90", 7, LatencyResult::p90, style),
                time("p99", 1, LatencyResult::p99, style), time("p99.9", 4, LatencyResult::p999, style),
                time("max", 0, LatencyResult::max, style), time("worst at", 5, LatencyResult::worstAt, style)));
        int[] widths = widths(columns, results);
        while (total(widths) > style.width() && columns.size() > 2) {
            columns.remove(leastTelling(columns));
            widths = widths(columns, results);
        }
        widths[0] = Math.max(4, Math.min(widths[0], style.width() - (total(widths) - widths[0])));
        var text = new StringBuilder();
        text.append(style.faint(row(columns, widths, Column::head))).append('\n');
        text.append(style.faint((style.unicode() ? "─" : "-").repeat(Math.min(style.width(), total(widths))))).append('\n');
        for (LatencyResult result : results) text.append(row(columns, widths, column -> column.cell.apply(result))).append('\n');
        return text.toString();
    }

    /// How often which latency occurred: upright bars on a logarithmic scale, eight lines high, with the percentiles below.
    public static String histogram(LatencySeries series, TextStyle style) {
        var text = new StringBuilder(style.strong(cut(series.name(), style.width()))).append('\n');
        if (series.count() == 0) return text.append("  never exercised: no samples\n").toString();
        int room = style.width() - GUTTER - 1;
        boolean budgetInSight = series.budgetNs() > 0 && series.budgetNs() < 4 * series.maxNs();
        long rightNs = budgetInSight ? Math.max(series.budgetNs(), series.maxNs()) : series.maxNs();
        long leftNs = Bins.leftEdgeNs(series.minNs(), rightNs);
        Bins bins = Bins.of(series.histogram(), leftNs, rightNs, room);
        int columns = Math.max(1, room / bins.counts().size());
        appendBars(text, series, bins, columns, style);
        appendAxis(text, bins, columns, style);
        appendMarks(text, series, bins, columns, budgetInSight, style);
        appendFigures(text, series, style);
        return text.toString();
    }

    private static void appendBars(StringBuilder text, LatencySeries series, Bins bins, int columns, TextStyle style) {
        int decades = Math.max(1, (int) Math.ceil(Math.log10(bins.largest() + 1.0)));
        int rowsPerDecade = Math.max(1, ROWS / decades);
        int rows = decades * rowsPerDecade;
        String blocks = style.unicode() ? BLOCKS : ASCII_BLOCKS;
        for (int row = rows - 1; row >= 0; row--) {
            String label = row % rowsPerDecade == 0 ? TimeUnits.shortCount(Math.pow(10, Math.floorDiv(row, rowsPerDecade))) : "";
            text.append(style.faint(right(label, GUTTER - 2) + (style.unicode() ? label.isEmpty() ? " │" : " ┤" : " |")));
            var bars = new StringBuilder();
            for (long count : bins.counts()) bars.repeat(block(blocks, count, row, rowsPerDecade), columns);
            int split = series.budgetNs() > 0 ? firstAbove(bins, series.budgetNs()) * columns : bars.length();
            String below = split < bars.length() ? bars.substring(0, split) : bars.toString().stripTrailing();
            String above = split < bars.length() ? bars.substring(split).stripTrailing() : "";
            text.append(above.isEmpty() ? style.sample(below.stripTrailing()) : style.sample(below)).append(style.alarm(above))
                    .append('\n');
        }
    }

    /// A bin with one sample fills one step of the lowest row; each row more is one part of a decade more.
    private static char block(String blocks, long count, int row, int rowsPerDecade) {
        if (count == 0) return ' ';
        double height = 1.0 / STEPS + Math.log10((double) count) * rowsPerDecade;
        long steps = Math.round((height - row) * STEPS);
        return blocks.charAt(Math.clamp(steps, 0, STEPS));
    }

    private static int firstAbove(Bins bins, long budgetNs) {
        for (int bin = 0; bin < bins.counts().size(); bin++) {
            if (bins.edgeNs(bin) >= budgetNs) return bin;
        }
        return bins.counts().size();
    }

    private static void appendAxis(StringBuilder text, Bins bins, int columns, TextStyle style) {
        int count = bins.counts().size();
        TimeUnits unit = TimeUnits.fitting(bins.edgeNs(count));
        long step = 1;
        for (int i = 0; step * columns < TICK_EVERY; i++) step = i % 3 == 1 ? step / 2 * 5 : step * 2;
        var line = new StringBuilder();
        var labels = new StringBuilder();
        for (int bin = 0; bin < count; bin++) {
            boolean tick = bins.edgeNs(bin) / bins.widthNs() % step == 0;
            line.append(tick ? style.unicode() ? '┬' : '+' : style.unicode() ? '─' : '-').repeat(style.unicode() ? '─' : '-',
                    columns - 1);
            int column = bin * columns;
            if (!tick || labels.length() > column) continue;
            boolean first = labels.isEmpty() || labels.toString().isBlank();
            labels.repeat(' ', column - labels.length()).append(TimeUnits.number(unit.of(bins.edgeNs(bin))));
            if (first) labels.append(' ').append(style.unicode() ? unit.symbol() : unit.ascii());
            labels.append(' ');
        }
        String corner = " ".repeat(GUTTER - 1) + (style.unicode() ? "└" : "+");
        text.append(style.faint(corner + line)).append('\n');
        text.append(style.faint(cut(" ".repeat(GUTTER) + labels.toString().stripTrailing(), style.width()))).append('\n');
    }

    /// Names of percentiles under their bins; those that would overlap are left out, the maximum never.
    private static void appendMarks(StringBuilder text, LatencySeries series, Bins bins, int columns, boolean budgetInSight,
            TextStyle style) {
        int room = style.width() - GUTTER;
        char[] line = " ".repeat(room).toCharArray();
        String pointer = style.unicode() ? "▲" : "^";
        place(line, column(bins, series.maxNs()) * columns + columns / 2, pointer + "max");
        if (budgetInSight) place(line, column(bins, series.budgetNs()) * columns + columns / 2, pointer + "budget");
        place(line, column(bins, series.percentileNs(50)) * columns + columns / 2, pointer + "p50");
        place(line, column(bins, series.percentileNs(99)) * columns + columns / 2, pointer + "p99");
        place(line, column(bins, series.percentileNs(99.9)) * columns + columns / 2, pointer + "p99.9");
        text.append(" ".repeat(GUTTER)).append(new String(line).stripTrailing()).append('\n');
    }

    private static void place(char[] line, int column, String mark) {
        int start = column;
        String word = mark;
        if (start + word.length() > line.length) {
            word = mark.substring(1) + mark.charAt(0);
            start = column - word.length() + 1;
        }
        if (start < 0 || start + word.length() > line.length) return;
        for (int i = Math.max(0, start - 1); i < Math.min(line.length, start + word.length() + 1); i++) {
            if (line[i] != ' ') return;
        }
        for (int i = 0; i < word.length(); i++) line[start + i] = word.charAt(i);
    }

    private static int column(Bins bins, long ns) {
        return Math.clamp((ns - bins.startNs()) / bins.widthNs(), 0, bins.counts().size() - 1);
    }

    private static void appendFigures(StringBuilder text, LatencySeries series, TextStyle style) {
        boolean unicode = style.unicode();
        List<String> words = new ArrayList<>();
        words.add(TimeUnits.count(series.count()) + (series.count() == 1 ? " sample" : " samples"));
        words.add("p50 " + TimeUnits.text(series.percentileNs(50), unicode));
        words.add("p99 " + TimeUnits.text(series.percentileNs(99), unicode));
        words.add("p99.9 " + TimeUnits.text(series.percentileNs(99.9), unicode));
        words.add("max " + TimeUnits.text(series.maxNs(), unicode));
        if (series.budgetNs() > 0) words.add("budget " + TimeUnits.text(series.budgetNs(), unicode));
        String gap = unicode ? " · " : ", ";
        var line = new StringBuilder(" ");
        for (String word : words) {
            if (line.length() + gap.length() + word.length() > style.width()) {
                text.append(line).append('\n');
                line = new StringBuilder(" ");
            }
            line.append(line.length() == 1 ? " " : gap).append(word);
        }
        text.append(line).append('\n');
    }

    private static Column time(String head, int rank, Function<LatencyResult, Long> ns, TextStyle style) {
        return new Column(head, rank,
                result -> result.count() == 0 ? "-" : TimeUnits.text((double) ns.apply(result), style.unicode()));
    }

    private static int leastTelling(List<Column> columns) {
        int least = 0;
        for (int i = 1; i < columns.size(); i++) {
            if (columns.get(i).rank >= columns.get(least).rank) least = i;
        }
        return least;
    }

    private static int[] widths(List<Column> columns, List<LatencyResult> results) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            Column column = columns.get(i);
            widths[i] = column.head.length();
            for (LatencyResult result : results) widths[i] = Math.max(widths[i], column.cell.apply(result).length());
        }
        return widths;
    }

    private static int total(int[] widths) {
        int total = -2;
        for (int width : widths) total += width + 2;
        return total;
    }

    private static String row(List<Column> columns, int[] widths, Function<Column, String> cell) {
        var row = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String text = cut(cell.apply(columns.get(i)), widths[i]);
            row.append(i == 0 ? text + " ".repeat(widths[0] - text.length()) : "  " + right(text, widths[i]));
        }
        return row.toString().stripTrailing();
    }

    private static String right(String text, int width) { return " ".repeat(Math.max(0, width - text.length())) + text; }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "~";
    }
}
