package rtk.board.serial;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// How a file becomes what a [SerialFeed] says.
///
/// @param format null to find out from the beginning of the file
/// @param wire of a recording with several: the one to take; null for all
/// @param sentenceTime NMEA: with the timing that the sentences tell; else without gaps
/// @param delayNs from the start of the run to time 0 of the file
public record FeedOptions(Format format, String wire, boolean sentenceTime, long delayNs) {
    /// What a file holds.
    public enum Format {
        /// Bytes, fed back to back.
        RAW,
        /// [ByteTimedCsv].
        CSV,
        /// Sentences; [TimedSentences] if they tell the timing.
        NMEA
    }

    public static final FeedOptions DEFAULT = new FeedOptions(null, null, false, 0);

    /// How much of a file is looked at to find out its format.
    private static final int SNIFF = 4_096;

    /// @return the bursts of a file, or null if it is to be fed byte by byte
    BurstSource bursts(String file, BufferedInputStream in) throws IOException {
        Format found = format != null ? format : sentenceTime ? Format.NMEA : sniff(in);
        return switch (found) {
            case RAW -> null;
            case CSV -> new ByteTimedCsv(file, in, wire);
            case NMEA -> sentenceTime ? new TimedSentences(file, in) : null;
        };
    }

    private static Format sniff(InputStream in) throws IOException {
        in.mark(SNIFF);
        String beginning = new String(in.readNBytes(SNIFF), StandardCharsets.ISO_8859_1);
        in.reset();
        return ByteTimedCsv.isBeginning(beginning) ? Format.CSV : Format.RAW;
    }
}
