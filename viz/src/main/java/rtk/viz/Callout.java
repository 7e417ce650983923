package rtk.viz;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.font.LineMetrics;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/// An upright line with its name at its upper end, on the right if there is room. Each stands one row lower than its left neighbour, so that
/// no line goes through a name.
final class Callout extends AbstractXYAnnotation {
    private static final long serialVersionUID = 1L;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Font VALUE_FONT = new Font(Font.SANS_SERIF, Font.BOLD, 13);
    private static final double ROW = 19;
    private static final double GAP = 6;

    private final double value;
    private final String name;
    private final String amount;
    private final Color colour;
    private final Color ink;
    private final int row;
    private final boolean dashed;

    /// @param value where the line stands
    /// @param amount `value` as text
    /// @param row from 0 downwards
    Callout(double value, String name, String amount, Color colour, Color ink, int row, boolean dashed) {
        this.value = value;
        this.name = name;
        this.amount = amount;
        this.colour = colour;
        this.ink = ink;
        this.row = row;
        this.dashed = dashed;
    }

    double value() { return value; }

    String text() { return name + " " + amount; }

    @Override
    public void draw(Graphics2D g, XYPlot plot, Rectangle2D area, ValueAxis x, ValueAxis y, int index, PlotRenderingInfo info) {
        double at = x.valueToJava2D(value, area, RectangleEdge.BOTTOM);
        double top = area.getMinY() + row * ROW;
        Stroke solid = new BasicStroke(1.5f);
        g.setStroke(dashed ? ChartStyle.DASHED : solid);
        g.setPaint(colour);
        g.draw(new Line2D.Double(at, area.getMaxY(), at, top));
        LineMetrics metrics = FONT.getLineMetrics(name, g.getFontRenderContext());
        float baseline = (float) (top + metrics.getAscent());
        double nameWidth = FONT.getStringBounds(name + " ", g.getFontRenderContext()).getWidth();
        double width = nameWidth + VALUE_FONT.getStringBounds(amount, g.getFontRenderContext()).getWidth();
        boolean fits = at + GAP + width <= area.getMaxX();
        float left = (float) (fits ? at + GAP : at - GAP - width);
        g.setPaint(ink);
        g.setFont(FONT);
        g.drawString(name, left, baseline);
        g.setFont(VALUE_FONT);
        g.drawString(amount, (float) (left + nameWidth), baseline);
    }
}
