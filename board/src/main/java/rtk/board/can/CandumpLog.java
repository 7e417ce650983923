package rtk.board.can;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import rtk.board.sim.Ns;

/// Reads a log as `candump -L` writes it, line by line: `(1436509052.249713) can0 044#2A366C2BBA`. A file that is compressed by gzip is
/// read as if it were not, whatever its name. Memory does not grow with the log.
///
/// A cursor: [#next] moves to the next frame, the accessors tell about it.
///
/// ## What is accepted
/// Seconds with up to 9 decimals; any interface name; frames as in [CanFrame#parse]; a last word `R` or `T` (direction, from
/// `candump -x`). Empty lines and lines that begin with `#` are skipped. Error messages of the controller (identifier bit 29) are
/// no frames of the wire: skipped and counted.
///
/// ## What is not
/// Any other line is a [LogProblem]. A strict reader throws at the first one; a lenient one reports it, counts it and goes on.
///
/// ## Stamps
/// Times are relative to the first frame and never go back. A stamp that is before its predecessor's is counted and
/// reported, in either mode, and does not stop the reader: a step back of less than [#CLOCK_STEP_NS] is taken for frames out of
/// order, and the frame comes at the time of its predecessor; a larger one for a clock that was set, and this frame and all
/// after it are moved forward so that it comes at the time of its predecessor.
public final class CandumpLog implements Closeable {
    /// How many decimals of a second there may be.
    private static final int DECIMALS_MAX = 9;
    /// Seconds beyond this do not fit a `long` of nanoseconds.
    private static final long SECONDS_MAX = Long.MAX_VALUE / 1_000_000_000 - 1;
    /// Longer lines are malformed; the longest good one has about 200 bytes.
    private static final int LINE_MAX = 1_000;
    /// A step back in time from which on the clock is held to have been set.
    public static final long CLOCK_STEP_NS = Ns.s(1);
    private static final int ERROR_FLAG = 0x2000_0000;

    /// What to do with a malformed line.
    public enum Mode {
        /// Stop there.
        STRICT,
        /// Report it and go on.
        LENIENT
    }

    private final String file;
    private final InputStream in;
    private final Mode mode;
    private final Consumer<LogProblem> problems;
    private final byte[] buffer = new byte[1 << 16];
    private int bufferAt;
    private int bufferEnd;

    // The line.
    private final byte[] line = new byte[LINE_MAX];
    private int lineEnd;
    private boolean lineTooLong;
    private long lineNumber;
    private int at;

    // The frame.
    private String interfaceName = "";
    private CanFrame frame;
    private long timeNs;
    private long stampNs;
    private long offsetNs; // time = stamp − offset
    private boolean started;

    private long frameCount;
    private long malformedCount;
    private long unsortedCount;
    private long errorMessageCount;

    /// @param file name for messages
    /// @param problems told of every problem as it is found
    public CandumpLog(String file, InputStream in, Mode mode, Consumer<LogProblem> problems) throws IOException {
        this.file = file;
        this.mode = mode;
        this.problems = problems;
        this.in = unpacked(in);
    }

    /// Opens `path`.
    ///
    /// @throws IOException with the system's message if it cannot be read
    public static CandumpLog open(Path path, Mode mode, Consumer<LogProblem> problems) throws IOException {
        InputStream in = Files.newInputStream(path);
        try {
            return new CandumpLog(path.toString(), in, mode, problems);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /// Moves to the next frame.
    ///
    /// @return false at the end
    /// @throws MalformedLogException if the reader is strict and a line is malformed
    public boolean next() throws IOException {
        while (readLine()) {
            try {
                if (parseLine()) {
                    frameCount++;
                    return true;
                }
            } catch (FrameNotationException e) {
                malformedCount++;
                var problem = new LogProblem(file, lineNumber, e.column(), e.detail());
                problems.accept(problem);
                if (mode == Mode.STRICT) throw new MalformedLogException(problem);
            }
        }
        return false;
    }

    /// When the frame came, in ns since the first one.
    public long timeNs() { return timeNs; }

    /// The stamp as it stands in the log, in ns.
    public long stampNs() { return stampNs; }

    public String interfaceName() { return interfaceName; }

    public CanFrame frame() { return frame; }

    /// Line of the frame, from 1.
    public long lineNumber() { return lineNumber; }

    /// Frames read so far.
    public long frameCount() { return frameCount; }

    /// Lines that were malformed.
    public long malformedCount() { return malformedCount; }

    /// Frames whose stamp was before that of their predecessor.
    public long unsortedCount() { return unsortedCount; }

    /// Error messages of a controller, skipped.
    public long errorMessageCount() { return errorMessageCount; }

    /// Name of the log, for messages.
    public String file() { return file; }

    @Override
    public void close() throws IOException { in.close(); }

    /// @return whether the line has a frame
    private boolean parseLine() {
        if (lineTooLong)
            throw new FrameNotationException(LINE_MAX + 1, "found a line of more than " + LINE_MAX + " bytes, expected a frame");
        at = 0;
        skipBlanks();
        if (at == lineEnd || line[at] == '#') return false;
        long stamp = stamp();
        skipBlanks();
        int nameStart = at;
        int nameEnd = word();
        if (nameStart == nameEnd) throw wrong("the name of an interface");
        skipBlanks();
        int frameStart = at;
        int frameEnd = word();
        if (frameStart == frameEnd) throw wrong("a frame such as 123#DEADBEEF");
        skipBlanks();
        if (at < lineEnd) {
            if (line[at] != 'R' && line[at] != 'T') throw wrong("the end of the line");
            at++;
            skipBlanks();
            if (at < lineEnd) throw wrong("the end of the line");
        }
        if (isErrorMessage(frameStart, frameEnd)) {
            errorMessageCount++;
            return false;
        }
        try {
            frame = FrameNotation.parse(line, frameStart, frameEnd);
        } catch (FrameNotationException e) {
            throw new FrameNotationException(frameStart + e.column(), e.detail());
        }
        if (!nameIs(nameStart, nameEnd))
            interfaceName = new String(line, nameStart, nameEnd - nameStart, StandardCharsets.ISO_8859_1);
        place(stamp);
        return true;
    }

    private void place(long stamp) {
        if (!started) {
            started = true;
            offsetNs = stamp;
        }
        if (stamp - offsetNs < timeNs && stamp < stampNs) {
            unsortedCount++;
            long backNs = stampNs - stamp;
            boolean set = backNs >= CLOCK_STEP_NS;
            if (set) offsetNs = stamp - timeNs;
            problems.accept(new LogProblem(file, lineNumber, 1,
                    String.format(Locale.ROOT, "found a stamp %s before the one of the frame above, expected times in order; %s",
                            Ns.text(backNs),
                            set
                                    ? "this frame and those after it are moved forward"
                                    : "the frame is taken at the time of the one above")));
        }
        stampNs = stamp;
        timeNs = Math.max(timeNs, stamp - offsetNs);
    }

    private long stamp() {
        expect('(', "'(' and a time stamp");
        long seconds = 0;
        int first = at;
        while (at < lineEnd && isDigit(line[at])) {
            seconds = seconds * 10 + line[at] - '0';
            if (seconds > SECONDS_MAX) throw wrong("fewer seconds than " + SECONDS_MAX);
            at++;
        }
        if (at == first) throw wrong("seconds");
        long nanoseconds = 0;
        if (at < lineEnd && line[at] == '.') {
            at++;
            int decimals = 0;
            for (; at < lineEnd && isDigit(line[at]); at++) {
                if (++decimals > DECIMALS_MAX) throw wrong("at most " + DECIMALS_MAX + " decimals");
                nanoseconds = nanoseconds * 10 + line[at] - '0';
            }
            for (; decimals < DECIMALS_MAX; decimals++) nanoseconds *= 10;
        }
        expect(')', "')' after the time stamp");
        return seconds * 1_000_000_000 + nanoseconds;
    }

    private boolean isErrorMessage(int start, int end) {
        if (end - start < 9 || line[start + 8] != '#') return false;
        long identifier = 0;
        for (int i = start; i < start + 8; i++) {
            int digit = Character.digit(line[i], 16);
            if (digit < 0) return false;
            identifier = identifier << 4 | digit;
        }
        return identifier >> 29 == 1 && (identifier & ERROR_FLAG) != 0;
    }

    private boolean nameIs(int start, int end) {
        if (interfaceName.length() != end - start) return false;
        for (int i = start; i < end; i++) {
            if (interfaceName.charAt(i - start) != (line[i] & 0xff)) return false;
        }
        return true;
    }

    private void expect(char wanted, String expected) {
        if (at == lineEnd || line[at] != wanted) throw wrong(expected);
        at++;
    }

    private void skipBlanks() {
        while (at < lineEnd && (line[at] == ' ' || line[at] == '\t')) at++;
    }

    private int word() {
        while (at < lineEnd && line[at] != ' ' && line[at] != '\t') at++;
        return at;
    }

    private static boolean isDigit(byte c) { return c >= '0' && c <= '9'; }

    private FrameNotationException wrong(String expected) {
        return new FrameNotationException(at + 1, "found " + FrameNotation.found(line, at, lineEnd) + ", expected " + expected);
    }

    /// Reads a line without its end into `line`.
    private boolean readLine() throws IOException {
        lineEnd = 0;
        lineTooLong = false;
        boolean any = false;
        for (;;) {
            if (bufferAt == bufferEnd) {
                bufferAt = 0;
                bufferEnd = Math.max(0, readBlock());
                if (bufferEnd == 0) break;
            }
            any = true;
            byte c = buffer[bufferAt++];
            if (c == '\n') break;
            if (lineEnd < LINE_MAX) line[lineEnd++] = c;
            else lineTooLong = true;
        }
        if (!any) return false;
        lineNumber++;
        if (lineEnd > 0 && line[lineEnd - 1] == '\r') lineEnd--;
        return true;
    }

    private int readBlock() throws IOException {
        try {
            return in.read(buffer);
        } catch (IOException e) { // a compressed log that is cut off or damaged, a disk that fails
            throw new IOException(file + ":" + (lineNumber + 1) + ": cannot be read on: " + e.getMessage(), e);
        }
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        var start = new PushbackInputStream(in, 2);
        byte[] magic = start.readNBytes(2);
        start.unread(magic);
        boolean packed = magic.length == 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
        return packed ? new GZIPInputStream(start, 1 << 16) : start;
    }
}
