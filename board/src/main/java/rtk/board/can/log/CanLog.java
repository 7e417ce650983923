package rtk.board.can.log;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import rtk.board.can.CanFrame;
import rtk.board.sim.Ns;

/// Reads a log of CAN frames, in any of the formats of this package, compressed by gzip or not. Memory does not grow with the log.
///
/// A cursor: [#next] moves to the next frame, the accessors tell about it.
///
/// A line that is malformed is a [LogProblem]. A strict reader throws at the first one; a lenient one reports it, counts it and goes on. A
/// binary log ends at what cannot be read, in either mode. Error messages of a controller are no frames of the wire: skipped and counted.
///
/// ## Stamps
/// Times are relative to the first frame and never go back. A stamp that is before its predecessor's is counted and
/// reported, in either mode, and does not stop the reader: a step back of less than [#CLOCK_STEP_NS] is taken for frames out of
/// order, and the frame comes at the time of its predecessor; a larger one for a clock that was set, and this frame and all
/// after it are moved forward so that it comes at the time of its predecessor. A step forward of more than [#GAP_NS] is reported too.
/// It is kept, for the bus may have slept; unless it takes a clock that was set back to where it had been, in which case frames from then on come as
/// if it had never been set. In a log without stamps all times are 0.
public final class CanLog implements Closeable {
    /// Longer lines are malformed; the longest good one has about 300 bytes.
    private static final int LINE_MAX = 1_000;
    /// How much of a file is looked at to find out its format.
    private static final int SNIFF = 1 << 14;
    /// A step back in time from which on the clock is held to have been set.
    public static final long CLOCK_STEP_NS = Ns.s(1);
    /// A step forward that is worth a word: an hour.
    public static final long GAP_NS = Ns.s(3600);
    private static final Pattern SCREEN = Pattern
            .compile("\\s*(\\([0-9.]+\\)\\s+)?(\\S+\\s+[0-9A-Fa-f]{3,8}|<0x[0-9a-f]+>)\\s+\\[[0-9]+\\].*");

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
    private final LineFormat format; // null for a binary log
    private final PcapFrames packets; // null for a text
    private final LogEntry entry = new LogEntry();

    private final byte[] buffer = new byte[1 << 16];
    private int bufferAt;
    private int bufferEnd;
    private final byte[] line = new byte[LINE_MAX];
    private int lineEnd;
    private boolean lineTooLong;
    private long lineNumber;

    private long timeNs;
    private long stampNs;
    private long offsetNs; // time = stamp − offset
    private long earlierOffsetNs; // before the clock was set back
    private boolean started;

    private long frameCount;
    private long malformedCount;
    private long unsortedCount;
    private long errorMessageCount;

    /// @param file name for messages
    /// @param problems told of every problem as it is found
    /// @throws IOException in one line, if it cannot be read at all
    public CanLog(String file, InputStream in, Mode mode, Consumer<LogProblem> problems) throws IOException {
        this.file = file;
        this.mode = mode;
        this.problems = problems;
        this.in = unpacked(file, new BufferedInputStream(in, 1 << 16));
        byte[] start = peek(this.in, SNIFF);
        if (PcapFrames.isMagic(start)) {
            format = null;
            packets = read(() -> new PcapFrames(this.in));
        } else {
            format = format(start);
            packets = null;
        }
    }

    /// Opens `path`.
    ///
    /// @throws IOException with the system's message if it cannot be read
    public static CanLog open(Path path, Mode mode, Consumer<LogProblem> problems) throws IOException {
        InputStream in = Files.newInputStream(path);
        try {
            return new CanLog(path.toString(), in, mode, problems);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /// The beginning of `in`, which stays where it is; what cannot be read is found when it is its turn.
    private static byte[] peek(InputStream in, int count) throws IOException {
        in.mark(count);
        byte[] start = new byte[count];
        int length = 0;
        try {
            for (int n = in.read(start); n > 0; n = in.read(start, length, count - length)) length += n;
        } catch (EOFException e) {
            // A compressed file that is cut off.
        }
        in.reset();
        return Arrays.copyOf(start, length);
    }

    private static InputStream unpacked(String file, InputStream in) throws IOException {
        byte[] magic = peek(in, 2);
        boolean packed = magic.length == 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
        if (!packed) return in;
        try {
            return new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16);
        } catch (IOException e) {
            throw new IOException(file + ":1: cannot be unpacked: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof EOFException && e.getMessage() == null ? "it is cut off" : e.getMessage();
    }

    /// The format of a text by its first lines that say something.
    private static LineFormat format(byte[] start) {
        int lines = 0;
        for (String text : new String(start, StandardCharsets.ISO_8859_1).lines().toList()) {
            String lower = text.strip().toLowerCase(Locale.ROOT);
            if (lower.startsWith(";")) return new TrcFormat();
            if (lower.startsWith("date ") || lower.startsWith("base hex") || lower.startsWith("base dec")) return new AscFormat();
            if (CsvFormat.isHeader(text)) return new CsvFormat(text);
            if (SCREEN.matcher(text).matches()) return new ScreenFormat();
            if (lower.startsWith("(") || lines++ > 100) break;
        }
        return new CandumpFormat();
    }

    /// Moves to the next frame.
    ///
    /// @return false at the end
    /// @throws MalformedLogException if the reader is strict and a line is malformed
    /// @throws IOException in one line, if the log cannot be read on
    public boolean next() throws IOException {
        while (format != null ? nextLine() : read(() -> packets.next(entry))) {
            if (entry.isErrorMessage) {
                errorMessageCount++;
                continue;
            }
            place();
            frameCount++;
            return true;
        }
        return false;
    }

    private boolean nextLine() throws IOException {
        while (readLine()) {
            try {
                if (lineTooLong)
                    throw new LogLineException(LINE_MAX + 1,
                            "found a line of more than " + LINE_MAX + " bytes, expected a frame");
                entry.isErrorMessage = false;
                if (format.parse(new LogLine(line, lineEnd), entry)) return true;
            } catch (LogLineException e) {
                malformedCount++;
                var problem = new LogProblem(file, lineNumber, e.column(), e.getMessage());
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

    /// As the log says; `can0` for channel 1 of formats with numbers.
    public String interfaceName() { return entry.interfaceName; }

    public CanFrame frame() { return entry.frame; }

    /// Line of the frame, or number of its record in a binary log, from 1.
    public long lineNumber() { return format != null ? lineNumber : packets.record(); }

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

    private void place() {
        long stamp = entry.stampNs == LogEntry.NO_STAMP ? stampNs : entry.stampNs;
        if (!started) {
            started = true;
            offsetNs = stamp;
            earlierOffsetNs = stamp;
        }
        if (stamp - offsetNs < timeNs && stamp < stampNs) {
            unsortedCount++;
            boolean set = stampNs - stamp >= CLOCK_STEP_NS;
            tell(stampNs - stamp, "before", set
                    ? "this frame and those after it are moved forward"
                    : "the frame is taken at the time of the one above");
            if (set) {
                earlierOffsetNs = offsetNs;
                offsetNs = stamp - timeNs;
            }
        } else if (frameCount > 0 && stamp - stampNs > GAP_NS) {
            boolean back = offsetNs != earlierOffsetNs && Math.abs(stamp - earlierOffsetNs - timeNs) < GAP_NS;
            tell(stamp - stampNs, "after", back ? "the clock is back where it had been" : "the gap is kept");
            if (back) offsetNs = earlierOffsetNs;
        }
        stampNs = stamp;
        timeNs = Math.max(timeNs, stamp - offsetNs);
    }

    private void tell(long stepNs, String where, String consequence) {
        problems.accept(new LogProblem(file, lineNumber(), 1,
                String.format(Locale.ROOT, "found a stamp %s %s the one of the frame above, expected times in order; %s",
                        Ns.text(stepNs), where, consequence)));
    }

    /// Reads a line without its end into `line`.
    private boolean readLine() throws IOException {
        lineEnd = 0;
        lineTooLong = false;
        boolean any = false;
        for (;;) {
            if (bufferAt == bufferEnd) {
                bufferAt = 0;
                bufferEnd = Math.max(0, read(() -> in.read(buffer)));
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

    private interface Reading<T> {
        T read() throws IOException;
    }

    /// Names the place of what goes wrong: a compressed log that is cut off or damaged, a disk that fails, a record that cannot be.
    private <T> T read(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (IOException e) {
            long place = format != null ? lineNumber + 1 : packets == null ? 0 : packets.record();
            throw new IOException(file + ":" + place + ": cannot be read on: " + reason(e), e);
        } catch (ArithmeticException e) {
            throw new IOException(file + ":" + lineNumber() + ": cannot be read on: found a time beyond 64 bits of nanoseconds",
                    e);
        }
    }
}
