package rtk.apps.infotainment.audio;

/// A tone, in place of what a decoder, a radio or a modem would bring: a triangle wave, the same on both channels, in integers.
public final class Tone {
    private final int step;
    private final int amplitude;
    /// Of a period, in 2³²ths.
    private int phase;

    /// @param hz its pitch, less than 20,000
    /// @param amplitude largest sample, at most 32,767
    public Tone(int hz, int amplitude) {
        step = (int) (((long) hz << 32) / SoundFormat.RATE_HZ);
        this.amplitude = amplitude;
    }

    /// Goes on with the tone in the first `frames` frames of `into`.
    public void fill(byte[] into, int frames) {
        for (int frame = 0; frame < frames; frame++) {
            // From -2^31 up to 2^31 and down again in a period: |phase| is a triangle from 0 to 2^31.
            long triangle = 2 * Math.abs((long) phase) - (1L << 31);
            int value = (int) ((triangle * amplitude) >> 31);
            for (int channel = 0; channel < SoundFormat.CHANNELS; channel++) {
                SoundFormat.putSample(into, frame * SoundFormat.FRAME_BYTES + 2 * channel, value);
            }
            phase += step;
        }
    }
}
