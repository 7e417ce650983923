package rtk.apps.infotainment.audio;

import java.util.Arrays;

/// One period of sound being added up.
final class Mix {
    private final int[] sum = new int[SoundFormat.PERIOD_FRAMES * SoundFormat.CHANNELS];

    void clear() { Arrays.fill(sum, 0); }

    /// Adds `frames` frames, louder or softer from one to the next in a straight line, so that a change of gain does not click.
    ///
    /// @param fromGain of the first frame, in 65,536ths
    /// @param toGain that the frame after a whole period would have
    void add(byte[] samples, int frames, int fromGain, int toGain) {
        for (int frame = 0; frame < frames; frame++) {
            int gain = fromGain + (toGain - fromGain) * frame / SoundFormat.PERIOD_FRAMES;
            for (int channel = 0; channel < SoundFormat.CHANNELS; channel++) {
                int index = frame * SoundFormat.CHANNELS + channel;
                sum[index] += (int) (((long) SoundFormat.sample(samples, 2 * index) * gain) >> 16);
            }
        }
    }

    /// The sum, cut off where 16 bits end.
    void into(byte[] out) {
        for (int index = 0; index < sum.length; index++) SoundFormat.putSample(out, 2 * index, limited(sum[index]));
    }

    /// The largest sample, without its sign.
    int peak() {
        int peak = 0;
        for (int value : sum) peak = Math.max(peak, Math.abs(limited(value)));
        return peak;
    }

    private static int limited(int value) { return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE); }
}
