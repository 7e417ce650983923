package rtk.apps.infotainment.audio;

import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;

/// Sound that comes by its own time, period by period, whether or not anybody hears it: that of a radio or a modem, here a tone. For one
/// thread.
///
/// What could not be played for longer than the ring lasts, because there was no mixer, is lost: the rest is not late by it.
///
/// Half a ring of silence goes before it, so that the thread may be late by as much without a gap. Its clock is the board's; where the
/// sound output's runs at another rate, the ring runs dry or full in the end. (A car converts between the two.)
public final class LiveSound {
    private static final int RING_FRAMES = 8 * SoundFormat.PERIOD_FRAMES;
    private static final int LEAD_FRAMES = RING_FRAMES / 2;
    /// Fetching a period from the receiver's buffer, at 1 GHz.
    private static final long FETCH_NS = Ns.us(20);

    private final KernelCalls k;
    private final Tone tone;
    private final SoundStream stream;
    private final byte[] period = new byte[SoundFormat.PERIOD_BYTES];
    private final long startNs;
    private long frames;
    private SoundClass soundClass;
    private boolean wasHeard;

    public LiveSound(KernelCalls k, SoundClass soundClass, Tone tone) {
        this.k = k;
        this.soundClass = soundClass;
        this.tone = tone;
        stream = new SoundStream(k, soundClass, RING_FRAMES);
        startNs = k.nowNs();
    }

    /// Waits for the next period, and plays it. Blocks: NANOSLEEP, and as [SoundStream#write].
    ///
    /// @param isHeard whether it is played; else it is lost
    /// @param purpose what for
    /// @return when the period came, by its own time: ns after the start
    public long next(boolean isHeard, SoundClass purpose) {
        long lateNs = k.nowNs() - startNs - SoundFormat.ns(frames);
        if (lateNs > SoundFormat.ns(RING_FRAMES))
            frames += lateNs / SoundFormat.ns(SoundFormat.PERIOD_FRAMES) * SoundFormat.PERIOD_FRAMES;
        long atNs = SoundFormat.ns(frames);
        k.sleepUntil(startNs + atNs);
        frames += SoundFormat.PERIOD_FRAMES;
        k.compute(FETCH_NS);
        tone.fill(period, SoundFormat.PERIOD_FRAMES);
        if (purpose != soundClass) stream.setClass(purpose);
        soundClass = purpose;
        if (isHeard && !wasHeard) stream.write(new byte[LEAD_FRAMES * SoundFormat.FRAME_BYTES], LEAD_FRAMES);
        if (isHeard) stream.write(period, SoundFormat.PERIOD_FRAMES);
        if (isHeard != wasHeard) stream.setPlaying(isHeard);
        wasHeard = isHeard;
        return atNs;
    }
}
