package rtk.apps.infotainment;

/// A line is no NMEA 0183 sentence. The message is one line: `column N: found …, expected …`.
public final class NmeaException extends Exception {
    private static final long serialVersionUID = 1L;

    NmeaException(int column, String problem) { super("column " + column + ": " + problem); }
}
