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
}
