package rtk.viz;

import java.awt.Color;
import java.util.List;

/// The colours of a chart.
public enum Theme {
    /// Dark ink on white, for print and documents.
    LIGHT(new Color(0xFFFFFF), new Color(0x1B1F24), new Color(0x59636E), new Color(0xE4E8EC), new Color(0xA9B2BC)),
    /// Light ink on dark, for screens in dim rooms.
    DARK(new Color(0x14181D), new Color(0xE9EDF1), new Color(0x9BA7B3), new Color(0x2A313A), new Color(0x56616D));

    private static final List<Color> SERIES_ON_LIGHT = List.of(new Color(0x0072B2), new Color(0xE69F00), new Color(0x009E73),
            new Color(0xCC79A7), new Color(0x56B4E9), new Color(0xD55E00), new Color(0x000000));
    private static final List<Color> SERIES_ON_DARK = List.of(new Color(0x56B4E9), new Color(0xE69F00), new Color(0x009E73),
            new Color(0xCC79A7), new Color(0xF0E442), new Color(0xD55E00), new Color(0xFFFFFF));

    private final Color background;
    private final Color ink;
    private final Color faintInk;
    private final Color grid;
    private final Color axis;

    Theme(Color background, Color ink, Color faintInk, Color grid, Color axis) {
        this.background = background;
        this.ink = ink;
        this.faintInk = faintInk;
        this.grid = grid;
        this.axis = axis;
    }

    /// The ground.
    public Color background() { return background; }

    /// Text that matters.
    public Color ink() { return ink; }

    /// Text that explains.
    public Color faintInk() { return faintInk; }

    /// Thin lines behind everything.
    public Color grid() { return grid; }

    /// Axes.
    public Color axis() { return axis; }

    /// Colour of series `number` from 0; after the seventh they come again.
    public Color series(int number) {
        List<Color> colours = this == LIGHT ? SERIES_ON_LIGHT : SERIES_ON_DARK;
        return colours.get(number % colours.size());
    }

    /// Budgets and what exceeds them: Okabe and Ito's vermillion.
    public Color alarm() { return this == LIGHT ? new Color(0xD55E00) : new Color(0xFF7A33); }
}
