package rtk.apps.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.Units;
import rtk.board.sim.Ns;
import rtk.resmgr.shell.Shell;

/// Types a script into the console and prints what comes back, without its carriage returns. It goes by simulated time and by what comes
/// back alone, so that a run with it is the same every time.
///
/// A line `@TIME TEXT` is typed at that time, or once the line before it has been; a line without a time when the shell asks for one, or, if
/// it does not because a program reads, after [#QUIET_NS] in which nothing came back. `^C` stands for Ctrl-C, `^^` for `^`; behind a line of
/// nothing but such keys no Enter is typed. It is over when the last line is answered: the shell asks for the next, and says
/// nothing for [#SETTLED_NS]. Lines that begin with `#` are left out.
final class ScriptedLine implements HostLine {
    static final long QUIET_NS = Ns.s(1);
    static final long SETTLED_NS = Ns.ms(100);
    /// Longest wait for the answer to the last line, counted from the last sign of life.
    static final long PATIENCE_NS = Ns.s(60);
    private static final int SHOWN_MAX = 200;

    /// @param atNs 0 for as soon as it may be
    private record Line(long atNs, boolean isTimed, String keys) {}

    private final PrintStream out;
    private final boolean asks;
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private final ArrayDeque<Byte> keys = new ArrayDeque<>();
    private final StringBuilder shown = new StringBuilder(); // of the present line
    private boolean hasAsked;
    private boolean isFresh; // something has come since the last poll
    private long lastSignNs;
    private boolean over;
    private String problem;

    /// @param name of the script, for messages
    /// @param asks whether a shell is at the other end, whose first prompt is waited for
    /// @throws Failure a line that is none
    ScriptedLine(String name, List<String> script, PrintStream out, boolean asks) {
        this.out = out;
        this.asks = asks;
        int number = 0;
        for (String text : script) {
            number++;
            if (!text.startsWith("#")) lines.add(line(name + ":" + number, text));
        }
    }

    private static Line line(String place, String text) {
        if (!text.startsWith("@")) return new Line(0, false, keys(text));
        int space = text.indexOf(' ');
        String time = text.substring(1, space < 0 ? text.length() : space);
        try {
            return new Line(Units.durationNs(time), true, keys(space < 0 ? "" : text.substring(space + 1)));
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, place + ":2: " + e.getMessage());
        }
    }

    private static String keys(String text) {
        var typed = new StringBuilder();
        boolean onlyKeys = !text.isEmpty();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
            boolean isKey = c == '^' && next >= '?' && next <= '_';
            boolean isCaret = c == '^' && next == '^';
            typed.append(isCaret || !isKey ? c : (char) (next ^ 0x40));
            onlyKeys &= isKey && !isCaret;
            if (isKey) at++;
        }
        return typed.append(onlyKeys ? "" : "\r").toString();
    }

    @Override
    public void send(Byte octet) {
        isFresh = true;
        if (octet == '\r') return;
        out.write(octet);
        if (octet == '\n') shown.setLength(0);
        else if (shown.length() < SHOWN_MAX) shown.append((char) (octet & 0xff));
    }

    private boolean isAsking() { return shown.toString().equals(Shell.PROMPT); }

    @Override
    public Byte poll(long nowNs) {
        if (isFresh) {
            lastSignNs = nowNs;
            isFresh = false;
        }
        hasAsked |= isAsking();
        if (keys.isEmpty() && mayType(nowNs)) {
            for (byte key : lines.remove().keys().getBytes(UTF_8)) keys.add(key);
            lastSignNs = nowNs;
            shown.setLength(0);
        }
        if (keys.isEmpty() && lines.isEmpty()) lookForEnd(nowNs - lastSignNs);
        return keys.poll();
    }

    private boolean mayType(long nowNs) {
        if (lines.isEmpty() || (asks && !hasAsked)) return false;
        var next = lines.peek();
        return next.isTimed() ? nowNs >= next.atNs() : isAsking() || nowNs - lastSignNs >= QUIET_NS;
    }

    private void lookForEnd(long quietNs) {
        if (isAsking() && quietNs >= SETTLED_NS) over = true;
        if (!asks && quietNs >= QUIET_NS) over = true;
        if (over || quietNs < PATIENCE_NS) return;
        over = true;
        problem = "no prompt " + Ns.text(PATIENCE_NS)
                + " after the last sign of life: does something still run, or wait for input?";
    }

    @Override
    public boolean isOver() { return over; }

    @Override
    public void shellEnded() { over = true; }

    @Override
    public String problem() { return problem; }

    @Override
    public long dropped() { return 0; }

    @Override
    public void close() {
        if (shown.length() > 0) out.println();
        out.flush();
    }
}
