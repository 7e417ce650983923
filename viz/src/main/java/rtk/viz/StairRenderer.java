package rtk.viz;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.IntervalXYDataset;
import org.jfree.data.xy.XYDataset;

/// Draws the bins of a histogram as one filled stair, without the seams that single bars have. Empty bins touch the floor.
final class StairRenderer extends AbstractXYItemRenderer {
    private static final long serialVersionUID = 1L;
    private static final float FILL = 0.32f;
    private static final BasicStroke OUTLINE = new BasicStroke(1.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private final Color below;
    private final Color above;
    private final double budget;

    /// @param budget x from which on the stair has the colour `above`
    StairRenderer(Color below, Color above, double budget) {
        this.below = below;
        this.above = above;
        this.budget = budget;
    }

    @Override
    public void drawItem(Graphics2D g, XYItemRendererState state, Rectangle2D area, PlotRenderingInfo info, XYPlot plot,
            ValueAxis x,
            ValueAxis y, XYDataset dataset, int series, int item, CrosshairState crosshair, int pass) {
        if (item != 0) return;
        Path2D stair = stair((IntervalXYDataset) dataset, series, area, x, y);
        double split = Math.clamp(x.valueToJava2D(budget, area, RectangleEdge.BOTTOM), area.getMinX(), area.getMaxX());
        draw(g, stair, below, new Rectangle2D.Double(area.getX(), area.getY(), split - area.getX(), area.getHeight()));
        draw(g, stair, above, new Rectangle2D.Double(split, area.getY(), area.getMaxX() - split, area.getHeight()));
    }

    private static void draw(Graphics2D g, Path2D stair, Color colour, Rectangle2D part) {
        if (part.getWidth() <= 0) return;
        var clip = g.getClip();
        Composite composite = g.getComposite();
        g.clip(part);
        g.setPaint(colour);
        g.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, FILL));
        g.fill(stair);
        g.setComposite(composite);
        g.setStroke(OUTLINE);
        g.draw(stair);
        g.setClip(clip);
    }

    private static Path2D stair(IntervalXYDataset bins, int series, Rectangle2D area, ValueAxis x, ValueAxis y) {
        var path = new Path2D.Double();
        double floor = area.getMaxY();
        double top = floor;
        double right = Double.NaN;
        for (int item = 0; item < bins.getItemCount(series); item++) {
            double left = x.valueToJava2D(bins.getStartXValue(series, item), area, RectangleEdge.BOTTOM);
            double count = bins.getYValue(series, item);
            double height = count <= 0 ? floor : y.valueToJava2D(count, area, RectangleEdge.LEFT);
            if (height == floor) {
                if (top != floor) path.lineTo(left, floor);
            } else if (top == floor) {
                path.moveTo(left, floor);
                path.lineTo(left, height);
            } else {
                path.lineTo(left, height);
            }
            right = x.valueToJava2D(bins.getEndXValue(series, item), area, RectangleEdge.BOTTOM);
            if (height != floor) path.lineTo(right, height);
            top = height;
        }
        if (top != floor) path.lineTo(right, floor);
        return path;
    }
}
