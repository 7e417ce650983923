package rtk.resmgr.dev;

import java.util.ArrayDeque;
import java.util.function.IntConsumer;
import rtk.kernel.api.Signal;
import rtk.resmgr.ByteRing;

/// What stands between the wire and the programs of a terminal: input that becomes lines, echo, characters that mean something,
/// output that is adorned. It knows neither registers nor messages.
///
/// ```
///  wire ─► receive ─► STOP START ─► INTR QUIT ─► CR NL ─┬─ canonical ─► the line being typed ─(NL, EOL, EOF)─► input ─► take
///                                                       └─ raw ───────────────────────────────────────────────► input
///  wire ◄─ output ◄─ NL becomes CR NL ◄─ put, echo
/// ```
///
/// Our choice where POSIX leaves it open: a line is at most [#CANON_MAX] bytes with its end; what is typed beyond that is dropped and
/// answered by BEL. ERASE takes a whole character of UTF-8. KILL wipes the line from the screen. A tab is wiped as one column. Echo that
/// finds the output full is lost. What was read in one mode and not yet taken is one line in the other.
///
/// Source: [P] XBD 11.1.6 to 11.1.9, 11.2.2 to 11.2.5; canonical buffer of 256 bytes: [D 115].
final class LineDiscipline {
    /// Longest line (`MAX_CANON`), with the character that ends it.
    static final int CANON_MAX = 256;
    /// Complete lines that may wait, however short.
    static final int LINES_MAX = 1024;
    private static final int BEL = 7;
    private static final int BACKSPACE = 8;
    private static final int DELETE = 0x7f;

    final ByteRing input;
    final ByteRing output;
    private final IntConsumer signal;
    private final byte[] line = new byte[CANON_MAX];
    private int typed;
    /// Lengths of the complete lines in `input`; not used if not canonical.
    private final ArrayDeque<Integer> lines = new ArrayDeque<>();
    private Termios termios = Termios.raw();
    private boolean stopped;
    private int dropped;

    /// @param signal told of SIGINT and SIGQUIT
    LineDiscipline(int bytes, IntConsumer signal) {
        input = new ByteRing(bytes);
        output = new ByteRing(bytes);
        this.signal = signal;
    }

    Termios termios() { return termios; }

    void setTermios(Termios wanted) {
        boolean changes = termios.local(Termios.ICANON) != wanted.local(Termios.ICANON);
        termios = wanted;
        if (!wanted.input(Termios.IXON)) stopped = false;
        if (!changes) return;
        lines.clear();
        for (int at = 0; at < typed; at++) {
            if (!input.add(line[at])) dropped++;
        }
        typed = 0;
        if (wanted.local(Termios.ICANON) && !input.isEmpty()) lines.add(input.size());
    }

    /// Bytes that found no room.
    int dropped() { return dropped; }

    /// Output is suspended by STOP, or by [#setStopped].
    boolean stopped() { return stopped; }

    void setStopped(boolean now) { stopped = now; }

    // Input.

    /// A character has come from the wire.
    void receive(int received) {
        int value = termios.input(Termios.ISTRIP) ? received & 0x7f : received;
        if (flowControl(value) || signals(value)) return;
        if (value == '\r' && termios.input(Termios.IGNCR)) return;
        if (value == '\r' && termios.input(Termios.ICRNL)) value = '\n';
        else if (value == '\n' && termios.input(Termios.INLCR)) value = '\r';
        if (termios.local(Termios.ICANON)) canonical(value);
        else if (input.add(value)) echo(value);
        else dropped++;
    }

    private boolean flowControl(int value) {
        if (!termios.input(Termios.IXON)) return false;
        boolean isStop = termios.isSpecial(Termios.VSTOP, value);
        boolean isStart = termios.isSpecial(Termios.VSTART, value);
        if (isStop) stopped = true;
        else if (isStart || termios.input(Termios.IXANY)) stopped = false;
        return isStop || isStart;
    }

    private boolean signals(int value) {
        if (!termios.local(Termios.ISIG)) return false;
        boolean isQuit = termios.isSpecial(Termios.VQUIT, value);
        if (!isQuit && !termios.isSpecial(Termios.VINTR, value)) return false;
        if (!termios.local(Termios.NOFLSH)) {
            flushInput();
            flushOutput();
        }
        echo(value);
        signal.accept(isQuit ? Signal.SIGQUIT : Signal.SIGINT);
        return true;
    }

    private void canonical(int value) {
        if (termios.isSpecial(Termios.VERASE, value) || termios.isSpecial(Termios.VERASE2, value)) {
            erase(value);
        } else if (termios.isSpecial(Termios.VKILL, value)) {
            kill(value);
        } else if (termios.isSpecial(Termios.VEOF, value)) {
            endLine();
        } else if (value == '\n' || termios.isSpecial(Termios.VEOL, value)) {
            line[typed++] = (byte) value;
            echo(value);
            endLine();
        } else if (typed < CANON_MAX - 1) {
            line[typed++] = (byte) value;
            echo(value);
        } else {
            drop(1);
        }
    }

    private void endLine() {
        if (typed > input.room() || lines.size() == LINES_MAX) {
            drop(typed);
        } else {
            for (int at = 0; at < typed; at++) input.add(line[at]);
            lines.add(typed);
        }
        typed = 0;
    }

    private void drop(int bytes) {
        dropped += bytes;
        if (termios.local(Termios.ECHO)) output.add(BEL);
    }

    private void erase(int value) {
        if (typed == 0) return;
        if (!termios.local(Termios.ECHOE)) echo(value);
        eraseCharacter();
    }

    private void kill(int value) {
        if (termios.local(Termios.ECHOK)) {
            while (typed > 0) eraseCharacter();
            return;
        }
        typed = 0;
        echo(value);
    }

    private void eraseCharacter() {
        while (typed > 1 && isContinuation(line[typed - 1])) typed--;
        int value = line[--typed] & 0xff;
        if (!termios.local(Termios.ECHO) || !termios.local(Termios.ECHOE)) return;
        for (int columns = columns(value); columns > 0; columns--) {
            for (int shown : new int[]{BACKSPACE, ' ', BACKSPACE}) output.add(shown);
        }
    }

    private static boolean isContinuation(int value) { return (value & 0xc0) == 0x80; }

    private int columns(int value) { return isShownWithCaret(value) ? 2 : 1; }

    private boolean isShownWithCaret(int value) {
        return termios.local(Termios.ECHOCTL) && (value < ' ' || value == DELETE) && value != '\n' && value != '\t';
    }

    private void echo(int value) {
        if (value == '\n' && termios.local(Termios.ICANON) && termios.local(Termios.ECHONL)) {
            show('\n');
        } else if (termios.local(Termios.ECHO)) {
            if (isShownWithCaret(value)) {
                output.add('^');
                output.add(value ^ 0x40);
            } else {
                show(value);
            }
        }
    }

    // What programs read.

    boolean isCanonical() { return termios.local(Termios.ICANON); }

    /// Is there a line, or its end?
    boolean hasLine() { return !lines.isEmpty(); }

    /// Bytes that a program may have now.
    int readable() { return input.size(); }

    /// At most `nbytes`; if canonical, of one line: none at all is the end of the file.
    byte[] take(int nbytes) {
        if (!isCanonical()) return input.remove(nbytes);
        int length = lines.remove();
        if (length > nbytes) lines.addFirst(length - nbytes);
        return input.remove(Math.min(length, nbytes));
    }

    void flushInput() {
        input.remove(input.size());
        lines.clear();
        typed = 0;
    }

    void flushOutput() { output.remove(output.size()); }

    // What programs write.

    /// @return how many of `bytes` there was room for
    int put(byte[] bytes) {
        int taken = 0;
        while (taken < bytes.length && show(bytes[taken] & 0xff)) taken++;
        return taken;
    }

    private boolean show(int value) {
        boolean isTwo = value == '\n' && (termios.oflag & Termios.OPOST) != 0 && (termios.oflag & Termios.ONLCR) != 0;
        if (!isTwo) return output.add(value);
        return output.room() >= 2 && output.add('\r') && output.add('\n');
    }
}
