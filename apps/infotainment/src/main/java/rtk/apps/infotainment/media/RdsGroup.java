package rtk.apps.infotainment.media;

import java.util.regex.Pattern;

/// One group of the radio data system: four blocks of 16 bits, as a tuner hands them over when it has checked and corrected them.
///
/// As text, one group a line in the notation of RDS Spy logs: `6204 0130 966B 594C`, a block that could not be corrected as `----`.
///
/// Source: IEC 62106, "Coding of information"; a group comes every 87.6 ms (104 bits at 1,187.5 bit/s).
///
/// @param a programme identification, [#LOST] if not received; so are the others
/// @param b type, flags and an address
/// @param c by type
/// @param d by type
record RdsGroup(int a, int b, int c, int d) {
    static final int LOST = -1;
    private static final Pattern LINE = Pattern
            .compile("([0-9A-F]{4}|----)( ?)([0-9A-F]{4}|----)\\2([0-9A-F]{4}|----)\\2([0-9A-F]{4}|----)");

    /// @return null if the line is no group
    static RdsGroup of(String line) {
        var match = LINE.matcher(line.strip());
        if (!match.matches()) return null;
        return new RdsGroup(block(match.group(1)), block(match.group(3)), block(match.group(4)), block(match.group(5)));
    }

    private static int block(String text) { return text.equals("----") ? LOST : Integer.parseInt(text, 16); }

    /// 0 to 15; of use only if block 2 was received, as all that follow.
    int type() { return b >> 12; }

    boolean isVersionB() { return (b >> 11 & 1) != 0; }

    boolean isTrafficProgramme() { return (b >> 10 & 1) != 0; }

    /// 0 to 31.
    int programmeType() { return b >> 5 & 31; }

    /// Bit `n` of the five that mean something else in each type.
    boolean flag(int n) { return (b >> n & 1) != 0; }

    int address(int bits) { return b & ((1 << bits) - 1); }
}
