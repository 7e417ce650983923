package rtk.apps.infotainment.audio;

/// Which sounds give way to which: the one table of the mixer that people argue about.
///
/// | while this is heard | MEDIA | ANNOUNCEMENT | PHONE | WARNING |
/// |---|---:|---:|---:|---:|
/// | ANNOUNCEMENT | −20 dB | | | |
/// | PHONE | silent | −12 dB | | |
/// | WARNING | −12 dB | −12 dB | −12 dB | |
///
/// Of several the lowest gain counts. Our choice; makers differ.
final class Ducking {
    /// Gains are in 65,536ths.
    static final int UNITY = 1 << 16;
    static final int MINUS_12_DB = 16_462;
    static final int MINUS_20_DB = 6_554;
    static final int SILENT = 0;

    private static final int[][] GAINS = {
        {UNITY, UNITY, UNITY, UNITY},
        {MINUS_20_DB, UNITY, UNITY, UNITY},
        {SILENT, MINUS_12_DB, UNITY, UNITY},
        {MINUS_12_DB, MINUS_12_DB, MINUS_12_DB, UNITY}};

    private Ducking() {}

    /// @param heard what is heard now, bit `n` for the class numbered `n`
    static int gain(SoundClass of, int heard) {
        int gain = UNITY;
        for (int other = 0; other < GAINS.length; other++) {
            if ((heard >> other & 1) != 0) gain = Math.min(gain, GAINS[other][of.ordinal()]);
        }
        return gain;
    }
}
