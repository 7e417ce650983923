package rtk.apps.infotainment.audio;

import rtk.board.sim.Ns;

/// How sound is told in a head unit: 48,000 frames a second, a frame being a sample of 16 bits, little-endian, for left and right.
public final class SoundFormat {
    public static final int RATE_HZ = 48_000;
    public static final int CHANNELS = 2;
    public static final int FRAME_BYTES = 4;
    /// What is mixed and played at a time: 5.333 ms.
    public static final int PERIOD_FRAMES = 256;
    public static final int PERIOD_BYTES = PERIOD_FRAMES * FRAME_BYTES;

    private SoundFormat() {}

    /// When frame `frames` begins, after a start: computed from the number, so that nothing drifts.
    public static long ns(long frames) { return Ns.edge(frames, RATE_HZ); }

    static short sample(byte[] bytes, int at) { return (short) ((bytes[at] & 0xff) | (bytes[at + 1] << 8)); }

    static void putSample(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >> 8);
    }
}
