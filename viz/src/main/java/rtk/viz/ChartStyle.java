package rtk.viz;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.function.DoubleFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/// How our charts look: white space, thin grid, no frames.
final class ChartStyle {
    static final BasicStroke DASHED = new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[]{7, 4},
            0);
    private static final BasicStroke THIN = new BasicStroke(1f);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 19);
    private static final Font SUBTITLE = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Font TICK = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private ChartStyle() {}

    static JFreeChart chart(String title, String subtitle, XYPlot plot, Theme theme) {
        plot.setDomainGridlinePaint(theme.grid());
        plot.setRangeGridlinePaint(theme.grid());
        plot.setDomainGridlineStroke(THIN);
        plot.setRangeGridlineStroke(THIN);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        return titled(title, subtitle, plot, theme);
    }

    /// A chart of any plot, with our titles.
    static JFreeChart titled(String title, String subtitle, Plot plot, Theme theme) {
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        var chart = new JFreeChart(null, null, plot, false);
        chart.setBackgroundPaint(theme.background());
        chart.setAntiAlias(true);
        chart.setTextAntiAlias(RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        chart.setPadding(new RectangleInsets(18, 20, 14, 28));
        chart.setTitle(title(title, TITLE, theme.ink(), 2));
        chart.addSubtitle(title(subtitle, SUBTITLE, theme.faintInk(), 14));
        return chart;
    }

    static void addLegend(JFreeChart chart, Theme theme) {
        var legend = new LegendTitle(chart.getPlot());
        legend.setPosition(RectangleEdge.BOTTOM);
        legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
        legend.setItemFont(LABEL);
        legend.setItemPaint(theme.ink());
        legend.setBackgroundPaint(null);
        legend.setFrame(BlockBorder.NONE);
        legend.setItemLabelPadding(new RectangleInsets(2, 6, 2, 18));
        legend.setMargin(8, 4, 0, 0);
        chart.addSubtitle(legend);
    }

    static <A extends ValueAxis> A axis(A axis, String label, Theme theme) {
        axis.setLabel(label);
        axis.setLabelFont(LABEL);
        axis.setLabelPaint(theme.faintInk());
        axis.setTickLabelFont(TICK);
        axis.setTickLabelPaint(theme.faintInk());
        axis.setAxisLinePaint(theme.axis());
        axis.setTickMarkPaint(theme.axis());
        axis.setTickMarkInsideLength(0);
        axis.setTickMarkOutsideLength(4);
        axis.setMinorTickMarksVisible(false);
        axis.setTickLabelInsets(new RectangleInsets(4, 6, 4, 6));
        axis.setLabelInsets(new RectangleInsets(6, 4, 4, 6));
        return axis;
    }

    /// A level line with its name above it, on the left.
    static ValueMarker marker(double value, String label, Color colour, Theme theme) {
        var marker = new ValueMarker(value, colour, DASHED);
        marker.setLabel(label);
        marker.setLabelFont(LABEL);
        marker.setLabelPaint(colour);
        marker.setLabelBackgroundColor(theme.background());
        marker.setLabelAnchor(RectangleAnchor.TOP_LEFT);
        marker.setLabelTextAnchor(TextAnchor.BOTTOM_LEFT);
        marker.setLabelOffset(new RectangleInsets(4, 6, 4, 6));
        marker.setAlpha(1f);
        return marker;
    }

    /// Labels of an axis made by `text`.
    static NumberFormat format(DoubleFunction<String> text) { return new LabelFormat(text); }

    private static TextTitle title(String text, Font font, Color colour, double below) {
        var title = new TextTitle(text, font);
        title.setPaint(colour);
        title.setHorizontalAlignment(HorizontalAlignment.LEFT);
        title.setTextAlignment(HorizontalAlignment.LEFT);
        title.setPosition(RectangleEdge.TOP);
        title.setPadding(new RectangleInsets(0, 4, below, 0));
        return title;
    }

    private static final class LabelFormat extends NumberFormat {
        private static final long serialVersionUID = 1L;

        private final transient DoubleFunction<String> text;

        LabelFormat(DoubleFunction<String> text) { this.text = text; }

        @Override
        public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
            return to.append(text.apply(number));
        }

        @Override
        public StringBuffer format(long number, StringBuffer to, FieldPosition position) {
            return to.append(text.apply((double) number));
        }

        @Override
        public Number parse(String source, ParsePosition position) {
            throw new UnsupportedOperationException("labels are only written");
        }
    }
}
