package rtk.viz.gantt;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jfree.chart.ui.Drawable;
import rtk.viz.Theme;
import rtk.viz.TimeText;
import rtk.viz.gantt.Gantt.Arrow;
import rtk.viz.gantt.Gantt.Bar;
import rtk.viz.gantt.Gantt.Lane;
import rtk.viz.gantt.Gantt.Look;
import rtk.viz.gantt.Gantt.Mark;

/// Draws a [Gantt]. Bars narrower than a pixel that say the same as their neighbour in that pixel are drawn once, so that the time
/// to draw does not grow without limit.
///
/// @param title first line
/// @param subtitle second line, empty for none
/// @param startNs the sample that the window is about: time 0 of the axis
/// @param endNs end of the sample; equal to `startNs` for none
public record GanttPicture(Gantt gantt, String title, String subtitle, long startNs, long endNs,
        Theme theme) implements Drawable {
    private static final double GUTTER = 190;
    private static final double RIGHT = 28;
    private static final double TOP = 86;
    private static final double LANE = 26;
    private static final double BOTTOM = 104;
    private static final int TICKS = 8;
    private static final double PIXEL = 0.5;
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 19);
    private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final int ARROWS_MAX = 400;

    /// Height at which every lane has the same room.
    public int height() { return (int) (TOP + BOTTOM + LANE * Math.max(1, gantt.lanes().size())); }

    @Override
    public void draw(Graphics2D g, Rectangle2D area) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setPaint(theme.background());
        g.fill(area);
        double left = area.getX() + GUTTER;
        double width = area.getWidth() - GUTTER - RIGHT;
        double top = area.getY() + TOP;
        double bottom = top + LANE * gantt.lanes().size();
        var scale = new Scale(left, width);
        text(g, TITLE, theme.ink(), title, area.getX() + 24, area.getY() + 36);
        text(g, PLAIN, theme.faintInk(), subtitle, area.getX() + 24, area.getY() + 58);
        sample(g, scale, top, bottom);
        axis(g, scale, top, bottom);
        Set<Look> used = EnumSet.noneOf(Look.class);
        for (int row = 0; row < gantt.lanes().size(); row++) lane(g, scale, gantt.lanes().get(row), top + row * LANE, used);
        for (Arrow arrow : gantt.arrows().subList(0, Math.min(ARROWS_MAX, gantt.arrows().size()))) arrow(g, scale, arrow, top);
        legend(g, used, area.getX() + 24, bottom + 62);
    }

    private final class Scale {
        final double left;
        final double width;

        Scale(double left, double width) {
            this.left = left;
            this.width = width;
        }

        double x(long ns) {
            double part = (double) (ns - gantt.fromNs()) / Math.max(1, gantt.toNs() - gantt.fromNs());
            return left + width * Math.clamp(part, 0, 1);
        }
    }

    private void sample(Graphics2D g, Scale scale, double top, double bottom) {
        if (endNs <= startNs) return;
        double from = scale.x(startNs);
        double to = scale.x(endNs);
        Color ink = theme.series(0);
        g.setPaint(new Color(ink.getRed(), ink.getGreen(), ink.getBlue(), 22));
        g.fill(new Rectangle2D.Double(from, top - 4, to - from, bottom - top + 4));
        g.setPaint(theme.faintInk());
        g.setStroke(new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[]{4, 3}, 0));
        g.draw(new Line2D.Double(from, top - 10, from, bottom));
        g.draw(new Line2D.Double(to, top - 10, to, bottom));
        text(g, SMALL, theme.faintInk(), "start", from + 3, top - 6);
        text(g, SMALL, theme.faintInk(), "end", to + 3, top - 6);
    }

    private void axis(Graphics2D g, Scale scale, double top, double bottom) {
        long spanNs = Math.max(1, gantt.toNs() - gantt.fromNs());
        long stepNs = step(spanNs / TICKS);
        g.setStroke(new BasicStroke(1f));
        for (long ns = Math.ceilDiv(gantt.fromNs() - startNs, stepNs) * stepNs; ns <= gantt.toNs() - startNs; ns += stepNs) {
            double x = scale.x(startNs + ns);
            g.setPaint(theme.grid());
            g.draw(new Line2D.Double(x, top, x, bottom));
            String label = ns == 0 ? "0" : (ns < 0 ? "−" : "+") + TimeText.of(Math.abs(ns));
            text(g, SMALL, theme.faintInk(), label, x - width(g, SMALL, label) / 2, bottom + 16);
        }
        g.setPaint(theme.axis());
        g.draw(new Line2D.Double(scale.left, bottom, scale.left + scale.width, bottom));
        text(g, SMALL, theme.faintInk(), "0 is " + TimeText.exact(startNs) + " of simulated time", scale.left, bottom + 34);
    }

    private static long step(long atLeastNs) {
        long step = 1;
        for (int i = 0; step < atLeastNs; i++) step = i % 3 == 1 ? step / 2 * 5 : step * 2;
        return step;
    }

    private void lane(Graphics2D g, Scale scale, Lane lane, double top, Set<Look> used) {
        String name = lane.name();
        while (name.length() > 4 && width(g, PLAIN, name) > GUTTER - 36) name = name.substring(0, name.length() - 2) + "…";
        text(g, PLAIN, theme.ink(), name, scale.left - 8 - width(g, PLAIN, name), top + LANE * 0.68);
        g.setPaint(theme.grid());
        g.setStroke(new BasicStroke(1f));
        g.draw(new Line2D.Double(scale.left, top + LANE, scale.left + scale.width, top + LANE));
        Map<Look, Double> lastX = new EnumMap<>(Look.class);
        for (Bar bar : lane.bars()) {
            used.add(bar.look());
            double from = scale.x(bar.startNs());
            double to = scale.x(bar.endNs());
            if (to <= lastX.getOrDefault(bar.look(), Double.NEGATIVE_INFINITY) + PIXEL) continue;
            lastX.put(bar.look(), to);
            bar(g, bar.look(), from, Math.max(to - from, 0.8), top);
            boolean tall = share(bar.look()) >= 0.7;
            if (tall && width(g, SMALL, bar.text()) + 6 < to - from) {
                text(g, SMALL, onColour(colour(bar.look())), bar.text(), from + 4, top + LANE * 0.66);
            } else if (!tall && width(g, SMALL, bar.text()) + 6 < to - from) {
                text(g, SMALL, theme.faintInk(), bar.text(), from + 4, top + LANE * 0.62);
            }
        }
        marks(g, scale, lane.marks(), top);
    }

    private void bar(Graphics2D g, Look look, double x, double width, double top) {
        double height = (LANE - 6) * share(look);
        var shape = new Rectangle2D.Double(x, top + LANE - 3 - height, width, height);
        Color colour = colour(look);
        g.setPaint(colour);
        g.fill(shape);
        if ((look == Look.INTERFERENCE || look == Look.READY) && width > 4) hatch(g, shape);
    }

    private void hatch(Graphics2D g, Rectangle2D shape) {
        Shape clip = g.getClip();
        g.clip(shape);
        g.setPaint(theme.background());
        g.setStroke(new BasicStroke(1f));
        for (double x = shape.getX() - LANE; x < shape.getMaxX(); x += 7) {
            g.draw(new Line2D.Double(x, shape.getMaxY(), x + shape.getHeight(), shape.getY()));
        }
        g.setClip(clip);
    }

    private void marks(Graphics2D g, Scale scale, List<Mark> marks, double top) {
        double lastX = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < marks.size(); i++) {
            Mark mark = marks.get(i);
            double next = i + 1 < marks.size() ? scale.x(marks.get(i + 1).atNs()) : Double.POSITIVE_INFINITY;
            double x = scale.x(mark.atNs());
            if (x < lastX + 3) continue;
            var triangle = new Path2D.Double();
            double tip = mark.up() ? top + 2 : top + 9;
            double base = mark.up() ? top + 9 : top + 2;
            triangle.moveTo(x, tip);
            triangle.lineTo(x - 3.5, base);
            triangle.lineTo(x + 3.5, base);
            triangle.closePath();
            g.setPaint(theme.ink());
            g.fill(triangle);
            if (next > x + 26) text(g, SMALL, theme.ink(), mark.text(), x + 5, top + 10);
            lastX = x;
        }
    }

    private void arrow(Graphics2D g, Scale scale, Arrow arrow, double top) {
        double x1 = scale.x(arrow.fromNs());
        double x2 = scale.x(arrow.toNs());
        boolean down = arrow.toLane() > arrow.fromLane();
        double y1 = top + arrow.fromLane() * LANE + (down ? LANE - 3 : 3);
        double y2 = top + arrow.toLane() * LANE + (down ? 3 : LANE - 3);
        g.setPaint(theme.ink());
        g.setStroke(arrow.reply()
                ? new BasicStroke(0.9f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[]{3, 2}, 0)
                : new BasicStroke(0.9f));
        g.draw(new Line2D.Double(x1, y1, x2, y2));
        double angle = Math.atan2(y2 - y1, x2 - x1);
        g.setStroke(new BasicStroke(0.9f));
        for (double side : new double[]{-0.4, 0.4}) {
            g.draw(new Line2D.Double(x2, y2, x2 - 6 * Math.cos(angle + side), y2 - 6 * Math.sin(angle + side)));
        }
    }

    private void legend(Graphics2D g, Set<Look> used, double left, double firstBaseline) {
        double baseline = firstBaseline;
        double x = left;
        for (Look look : used) {
            bar(g, look, x, 18, baseline - LANE + 7);
            text(g, SMALL, theme.faintInk(), look.title(), x + 23, baseline);
            x += 23 + width(g, SMALL, look.title()) + 16;
        }
        x = left;
        baseline += 20;
        if (!gantt.arrows().isEmpty()) x = said(g, "→ message, dashed: reply", x, baseline);
        if (gantt.lanes().stream().anyMatch(lane -> !lane.marks().isEmpty())) x = said(g, "▲▼ priority changes", x, baseline);
        if (gantt.lanes().stream().anyMatch(lane -> lane.group() == Gantt.Group.THREAD))
            x = said(g, "thread · priority", x, baseline);
        if (gantt.leftOut() > 0) said(g, gantt.leftOut() + " more not shown", x, baseline);
    }

    private double said(Graphics2D g, String words, double x, double baseline) {
        text(g, SMALL, theme.faintInk(), words, x, baseline);
        return x + width(g, SMALL, words) + 16;
    }

    private static double share(Look look) {
        return switch (look) {
            case READY, WAITING -> 0.5;
            case BLOCKED -> 0.22;
            default -> 1;
        };
    }

    private Color colour(Look look) {
        return switch (look) {
            case RUNNING, OWN -> theme.series(0);
            case READY, INTERFERENCE -> theme.series(1);
            case BLOCKED, BLOCKING -> theme.alarm();
            case INTERRUPT -> theme.series(3);
            case FRAME -> theme.series(2);
            case WAITING -> theme.axis();
        };
    }

    private static Color onColour(Color colour) {
        double light = 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue();
        return light > 140 ? Color.BLACK : Color.WHITE;
    }

    private static void text(Graphics2D g, Font font, Color colour, String text, double x, double baseline) {
        g.setFont(font);
        g.setPaint(colour);
        g.drawString(text, (float) x, (float) baseline);
    }

    private static double width(Graphics2D g, Font font, String text) {
        return font.getStringBounds(text, g.getFontRenderContext()).getWidth();
    }
}
