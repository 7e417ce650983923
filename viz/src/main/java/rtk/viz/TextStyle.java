package rtk.viz;

/// What a terminal can show.
///
/// @param width columns, 40 or more
/// @param unicode may blocks, lines and µ be used? Else ASCII
/// @param colour may ANSI colours be used?
public record TextStyle(int width, boolean unicode, boolean colour) {
    private static final int WIDTH_MIN = 40;

    /// For files and pipes: 100 columns of ASCII without colour.
    public static final TextStyle PLAIN = new TextStyle(100, false, false);

    public TextStyle {
        width = Math.max(WIDTH_MIN, width);
    }

    /// `text` in the colour of samples, if colours may be used.
    String sample(String text) { return paint(text, "38;5;74"); }

    /// `text` in the colour of what exceeds a budget.
    String alarm(String text) { return paint(text, "38;5;208"); }

    String strong(String text) { return paint(text, "1"); }

    String faint(String text) { return paint(text, "2"); }

    private String paint(String text, String code) {
        return colour && !text.isBlank() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
