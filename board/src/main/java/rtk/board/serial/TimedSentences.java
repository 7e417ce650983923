package rtk.board.serial;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rtk.board.serial.SerialFeed.Burst;

/// Reads a file of NMEA 0183 sentences with the timing that their own times of day tell.
///
/// Sentences with a UTC time (RMC, GGA, GNS, GBS, GST and ZDA in their first field, GLL in its fifth) come as much after the first such
/// sentence as their times say; all others directly behind the sentence before them. Whatever is not a sentence, or has a wrong
/// checksum, is fed as it stands and tells no time.
///
/// A time that is more than twelve hours before the last one is of the next day. One that is less before it is counted
/// ([#unsortedCount]) and comes at the time of its predecessor.
public final class TimedSentences implements BurstSource {
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3])([0-5][0-9])([0-5][0-9])(?:\\.([0-9]{1,9}))?");
    private static final Pattern SENTENCE = Pattern.compile("\\$([A-Z0-9]{2})(RMC|GGA|GNS|GBS|GST|ZDA|GLL),([^*]*)"
            + "(?:\\*([0-9A-Fa-f]{2}))?\\s*", Pattern.DOTALL);

    private final LineReader lines;
    private long firstNs = -1;
    private long dayNs;
    private long lastNs; // since the first one
    private long unsortedCount;

    /// @param file name for messages
    public TimedSentences(String file, InputStream in) { lines = new LineReader(file, in); }

    @Override
    public Burst next() throws IOException {
        String line = lines.nextPiece();
        if (line == null) return null;
        long ofDayNs = ofDayNs(line);
        if (ofDayNs >= 0) place(ofDayNs);
        return new Burst(lastNs, line.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Sentences whose time was before that of one above.
    public long unsortedCount() { return unsortedCount; }

    private void place(long ofDayNs) {
        if (firstNs < 0) firstNs = ofDayNs;
        long sinceNs = ofDayNs - firstNs + dayNs;
        if (sinceNs < lastNs - DAY_NS / 2) {
            dayNs += DAY_NS;
            sinceNs += DAY_NS;
        }
        if (sinceNs < lastNs) unsortedCount++;
        lastNs = Math.max(lastNs, sinceNs);
    }

    /// @return -1 if the line tells no time
    private static long ofDayNs(String line) {
        Matcher sentence = SENTENCE.matcher(line);
        if (!sentence.matches()) return -1;
        if (sentence.group(4) != null && Integer.parseInt(sentence.group(4), 16) != checksum(line)) return -1;
        String[] fields = sentence.group(3).split(",", -1);
        int field = sentence.group(2).equals("GLL") ? 4 : 0;
        Matcher time = TIME.matcher(field < fields.length ? fields[field].strip() : "");
        if (!time.matches()) return -1;
        long seconds = Long.parseLong(time.group(1)) * 3600 + Long.parseLong(time.group(2)) * 60 + Long.parseLong(time.group(3));
        String decimals = time.group(4) == null ? "" : time.group(4);
        return seconds * 1_000_000_000 + Long.parseLong((decimals + "000000000").substring(0, 9));
    }

    /// The exclusive or of what is between `$` and `*`.
    private static int checksum(String line) {
        int sum = 0;
        for (int n = 1; line.charAt(n) != '*'; n++) sum ^= line.charAt(n);
        return sum;
    }
}
