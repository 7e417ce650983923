package rtk.resmgr.ham;

import java.util.ArrayDeque;

/// What a manager noted, the last lines of it.
final class HamLog {
    private static final int LINES_MAX = 64;

    private final ArrayDeque<String> lines = new ArrayDeque<>();

    void add(String line) {
        if (lines.size() == LINES_MAX) lines.removeFirst();
        lines.addLast(line);
    }

    String text() { return lines.isEmpty() ? "" : String.join("\n", lines) + "\n"; }
}
