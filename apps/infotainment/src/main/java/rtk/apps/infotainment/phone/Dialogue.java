package rtk.apps.infotainment.phone;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import rtk.board.sim.Ns;

/// The dialogue with a modem: one command at a time, the next one when the last is done, has failed, or has not been answered in time; what the
/// modem says unasked comes in between.
final class Dialogue {
    static final int COMMANDS_MAX = 16;
    /// A longer line is cut off.
    static final int LINE_MAX = 256;
    /// Commands here are answered at once by a modem that is there; V.250 knows no time of its own.
    static final long ANSWER_NS = Ns.s(2);

    /// A command and what to do with its end.
    private record Command(String text, Runnable done, Runnable failed) {}

    private final ArrayDeque<Command> commands = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();
    private Command current;
    private long dueNs = Ns.NEVER;
    private int unanswered;

    /// Another command, without what ends it. More than [#COMMANDS_MAX] are not taken.
    ///
    /// @return false if it is not taken
    boolean add(String text, Runnable done, Runnable failed) {
        if (commands.size() == COMMANDS_MAX) return false;
        return commands.add(new Command(text, done, failed));
    }

    boolean add(String text) {
        return add(text, () -> {}, () -> {});
    }

    /// What to write now, or null.
    String next(long nowNs) {
        if (current != null || commands.isEmpty()) return null;
        current = commands.remove();
        dueNs = nowNs + ANSWER_NS;
        return current.text + "\r";
    }

    /// Bytes have come.
    ///
    /// @return the lines that are whole now, but for those that end a command
    List<ModemLine> take(byte[] bytes, int count) {
        var lines = new ArrayList<ModemLine>();
        for (int n = 0; n < count; n++) {
            char c = (char) (bytes[n] & 0x7f);
            if (c != '\r' && c != '\n') {
                if (line.length() < LINE_MAX) line.append(c);
                continue;
            }
            if (!line.isEmpty()) {
                ModemLine said = ModemLine.of(line.toString());
                if (!ends(said)) lines.add(said);
            }
            line.setLength(0);
        }
        return lines;
    }

    private boolean ends(ModemLine said) {
        if (current == null) return false;
        boolean ends = switch (said) {
            case ModemLine.Done done -> true;
            case ModemLine.Failed failed -> true;
            case ModemLine.Ended ended -> current.text.startsWith("ATD") || current.text.equals("ATA");
            default -> false;
        };
        if (!ends) return false;
        Command ended = current;
        current = null;
        dueNs = Ns.NEVER;
        unanswered = 0;
        if (said instanceof ModemLine.Done) ended.done.run();
        else ended.failed.run();
        return true;
    }

    /// When the command under way has waited long enough.
    long dueNs() { return dueNs; }

    /// @return whether a command has not been answered in time
    boolean elapsed(long nowNs) {
        if (nowNs < dueNs) return false;
        Command ended = current;
        current = null;
        dueNs = Ns.NEVER;
        unanswered++;
        ended.failed.run();
        return true;
    }

    /// Commands in a row that were not answered.
    int unanswered() { return unanswered; }

    /// The line is another one: nothing is under way.
    void reset() {
        commands.clear();
        line.setLength(0);
        current = null;
        dueNs = Ns.NEVER;
        unanswered = 0;
    }
}
