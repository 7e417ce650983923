package rtk.apps.infotainment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// Reads and writes NMEA 0183 sentences: `$` talker, type, fields, `*` checksum. All numbers are integers of small units.
///
/// Fields are read of RMC, GGA, GLL and VTG; of every other sentence the checksum is checked and the fields are kept as text.
/// Source: NMEA 0183 as described by the gpsd project ("NMEA Revealed").
public final class Nmea {
    /// Longest line taken; the standard's 82 characters are exceeded by proprietary sentences.
    public static final int LINE_MAX = 256;

    private static final int CENTURY_SPLIT = 80;

    /// Any sentence.
    public sealed interface Sentence {}

    /// Where, in 10⁻⁹ degrees; north and east are positive.
    public record Position(long latitudeNanodeg, long longitudeNanodeg) {}

    /// Recommended minimum data.
    ///
    /// @param time UTC, null if unknown
    /// @param date null if unknown; two-digit years from 80 are 19xx
    /// @param position null if unknown
    /// @param speedMilliknots over ground
    /// @param courseMillideg over ground, from true north
    public record Rmc(LocalTime time, boolean valid, Position position, OptionalLong speedMilliknots, OptionalLong courseMillideg,
            LocalDate date) implements Sentence {}

    /// Fix data.
    ///
    /// @param quality 0 no fix, 1 satellites, 2 differential, others by the standard
    /// @param hdopMilli horizontal dilution of precision, in thousandths
    /// @param altitudeMm above mean sea level
    public record Gga(LocalTime time, Position position, int quality, int satellites, OptionalLong hdopMilli,
            OptionalLong altitudeMm,
            OptionalLong geoidSeparationMm) implements Sentence {}

    /// Position and time.
    public record Gll(Position position, LocalTime time, boolean valid) implements Sentence {}

    /// Course and speed over ground.
    public record Vtg(OptionalLong courseMillideg, OptionalLong speedMilliknots,
            OptionalLong speedMetresPerHour) implements Sentence {}

    /// A sentence whose fields are not read.
    ///
    /// @param address talker and type, as `GPGSV`
    public record Other(String address, List<String> fields) implements Sentence {}

    private final String[] fields;
    private final int[] columns;

    private Nmea(String body) {
        fields = body.split(",", -1);
        columns = new int[fields.length];
        int column = 2;
        for (int n = 0; n < fields.length; n++) {
            columns[n] = column;
            column += fields[n].length() + 1;
        }
    }

    /// Reads one line, with or without its line end.
    ///
    /// @throws NmeaException if it is no sentence, its checksum is wrong, or a field that is read is not as it should be
    public static Sentence parse(String line) throws NmeaException {
        String text = line.stripTrailing();
        if (text.length() > LINE_MAX)
            throw new NmeaException(LINE_MAX, "found no end, expected at most " + LINE_MAX + " characters");
        if (!text.startsWith("$")) throw new NmeaException(1, "found " + shown(text, 0) + ", expected '$'");
        int star = text.indexOf('*');
        if (star < 0) throw new NmeaException(text.length() + 1, "found the end of the line, expected '*' and a checksum");
        String body = text.substring(1, star);
        String expected = String.format(Locale.ROOT, "%02X", checksum(body));
        String found = text.substring(star + 1);
        if (!found.equalsIgnoreCase(expected)) {
            throw new NmeaException(star + 2, "found the checksum '" + found + "', expected " + expected);
        }
        return new Nmea(body).sentence();
    }

    /// The exclusive or of the characters between `$` and `*`.
    public static int checksum(CharSequence body) {
        int sum = 0;
        for (int n = 0; n < body.length(); n++) sum ^= body.charAt(n);
        return sum & 0xff;
    }

    /// A whole line of `body`: with `$`, checksum and line end.
    public static String line(String body) { return String.format(Locale.ROOT, "$%s*%02X\r\n", body, checksum(body)); }

    private Sentence sentence() throws NmeaException {
        String address = fields[0];
        if (address.length() != 5 || address.startsWith("P")) return other();
        return switch (address.substring(2)) {
            case "RMC" -> rmc();
            case "GGA" -> gga();
            case "GLL" -> gll();
            case "VTG" -> new Vtg(number(1, 3), number(5, 3), number(7, 3));
            default -> other();
        };
    }

    private Other other() { return new Other(fields[0], List.copyOf(Arrays.asList(fields).subList(1, fields.length))); }

    private Rmc rmc() throws NmeaException {
        return new Rmc(time(1), status(2), position(3), number(7, 3), number(8, 3), date(9));
    }

    private Gga gga() throws NmeaException {
        int quality = (int) number(6, 0).orElse(0);
        return new Gga(time(1), position(2), quality, (int) number(7, 0).orElse(0), number(8, 3), number(9, 3), number(11, 3));
    }

    private Gll gll() throws NmeaException { return new Gll(position(1), time(5), status(6)); }

    private String field(int index) { return index < fields.length ? fields[index] : ""; }

    private NmeaException error(int index, String expected) {
        return new NmeaException(columns[index], "found '" + fields[index] + "', expected " + expected);
    }

    private boolean status(int index) throws NmeaException {
        String status = field(index);
        if (!status.isEmpty() && !status.equals("A") && !status.equals("V")) throw error(index, "A (valid) or V");
        return status.equals("A");
    }

    private OptionalLong number(int index, int decimals) throws NmeaException {
        String digits = field(index);
        if (digits.isEmpty()) return OptionalLong.empty();
        if (!digits.matches("-?[0-9]{1,9}(\\.[0-9]{0,12})?")) throw error(index, "a number");
        return OptionalLong.of(new BigDecimal(digits).setScale(decimals, RoundingMode.HALF_UP).unscaledValue().longValue());
    }

    private LocalTime time(int index) throws NmeaException {
        String digits = field(index);
        if (digits.isEmpty()) return null;
        if (!digits.matches("[0-9]{6}(\\.[0-9]{0,9})?")) throw error(index, "a time hhmmss.ss");
        try {
            String nanos = digits.length() > 7 ? (digits.substring(7) + "000000000").substring(0, 9) : "0";
            return LocalTime.of(two(digits, 0), two(digits, 2), two(digits, 4), Integer.parseInt(nanos));
        } catch (DateTimeException e) {
            throw error(index, "a time hhmmss.ss");
        }
    }

    private LocalDate date(int index) throws NmeaException {
        String digits = field(index);
        if (digits.isEmpty()) return null;
        if (!digits.matches("[0-9]{6}")) throw error(index, "a date ddmmyy");
        try {
            int year = two(digits, 4);
            return LocalDate.of(year < CENTURY_SPLIT ? 2000 + year : 1900 + year, two(digits, 2), two(digits, 0));
        } catch (DateTimeException e) {
            throw error(index, "a date ddmmyy");
        }
    }

    private Position position(int index) throws NmeaException {
        if (field(index).isEmpty() || field(index + 2).isEmpty()) return null;
        long latitude = angle(index, 2, 90) * sign(index + 1, "N", "S");
        return new Position(latitude, angle(index + 2, 3, 180) * sign(index + 3, "E", "W"));
    }

    private long angle(int index, int degreeDigits, int degreesMax) throws NmeaException {
        String digits = fields[index];
        if (!digits.matches("[0-9]{" + (degreeDigits + 2) + "}(\\.[0-9]{0,12})?")) throw error(index, "degrees and minutes");
        long degrees = Long.parseLong(digits.substring(0, degreeDigits));
        var minutes = new BigDecimal(digits.substring(degreeDigits));
        long nano = minutes.movePointRight(9).divide(BigDecimal.valueOf(60), 0, RoundingMode.HALF_UP).longValue();
        long whole = degrees * 1_000_000_000L + nano;
        if (whole > degreesMax * 1_000_000_000L || nano >= 1_000_000_000L)
            throw error(index, "at most " + degreesMax + " degrees");
        return whole;
    }

    private int sign(int index, String positive, String negative) throws NmeaException {
        String letter = field(index);
        if (letter.equals(positive)) return 1;
        if (letter.equals(negative)) return -1;
        throw index < fields.length
                ? error(index, positive + " or " + negative)
                : new NmeaException(columns[fields.length - 1], "found no more fields, expected " + positive + " or " + negative);
    }

    private static int two(String digits, int at) { return Integer.parseInt(digits, at, at + 2, 10); }

    private static String shown(String text, int at) {
        return at < text.length() ? "'" + text.charAt(at) + "'" : "the end of the line";
    }
}
