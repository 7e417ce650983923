package rtk.trace.format;

import java.io.IOException;

/// Where lines go; keeps the first error.
final class LineOutput {
    private final Appendable out;
    private IOException failure;

    LineOutput(Appendable out) { this.out = out; }

    void write(CharSequence text) {
        if (failure != null) return;
        try {
            out.append(text);
        } catch (IOException e) {
            failure = e;
        }
    }

    void check() throws IOException {
        if (failure != null) throw failure;
    }

    /// `value` in decimal with at least `width` digits.
    static StringBuilder digits(StringBuilder line, long value, int width) {
        String text = Long.toString(value);
        return line.append("0".repeat(Math.max(0, width - text.length()))).append(text);
    }

    /// Seconds with `decimals` (0–9) of them after the point, rounded down; whole seconds with at least `width` digits.
    static StringBuilder seconds(StringBuilder line, long timeNs, int width, int decimals) {
        long unit = 1;
        for (int digit = decimals; digit < 9; digit++) unit *= 10;
        digits(line, timeNs / 1_000_000_000, width).append('.');
        return digits(line, timeNs % 1_000_000_000 / unit, decimals);
    }
}
