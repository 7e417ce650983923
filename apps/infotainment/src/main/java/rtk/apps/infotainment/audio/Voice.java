package rtk.apps.infotainment.audio;

import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SigEvent;

/// A stream as the mixer sees it. Its threads use it with the mixer's lock held.
final class Voice {
    /// From full to silent in 10 ms, and back in 200 ms.
    private static final int DOWN_PER_PERIOD = (int) (Ducking.UNITY * SoundFormat.ns(SoundFormat.PERIOD_FRAMES) / Ns.ms(10));
    private static final int UP_PER_PERIOD = (int) (Ducking.UNITY * SoundFormat.ns(SoundFormat.PERIOD_FRAMES) / Ns.ms(200));
    /// What was heard counts as heard for so long, so that others do not come and go with each breath of a speaker: 320 ms.
    private static final int HOLD_PERIODS = 60;

    /// The client process, as the mixer's channel knows it.
    final int scoid;
    final int number;
    private final SoundRing ring;
    private final int rcvid;
    private final SigEvent roomEvent;
    private final byte[] frames = new byte[SoundFormat.PERIOD_BYTES];
    SoundClass soundClass;
    private int gain = Ducking.UNITY;
    private int heldPeriods;

    /// @param rcvid of the message that opened it
    Voice(int number, int scoid, SoundClass soundClass, SoundRing ring, int rcvid, SigEvent roomEvent) {
        this.number = number;
        this.scoid = scoid;
        this.soundClass = soundClass;
        this.ring = ring;
        this.rcvid = rcvid;
        this.roomEvent = roomEvent;
    }

    /// Is it heard, or was it a moment ago?
    boolean isHeard() { return heldPeriods > 0; }

    /// Adds the next period to `mix`.
    ///
    /// @param target gain that it moves towards
    /// @return frames that were missing, 0 if the stream does not play
    int addTo(Mix mix, int target) {
        int from = gain;
        gain = target < gain ? Math.max(target, gain - DOWN_PER_PERIOD) : Math.min(target, gain + UP_PER_PERIOD);
        boolean isPlaying = ring.isPlaying();
        int count = ring.read(frames, SoundFormat.PERIOD_FRAMES);
        if (count > 0) heldPeriods = HOLD_PERIODS;
        else if (heldPeriods > 0) heldPeriods--;
        mix.add(frames, count, from, gain);
        int missing = isPlaying ? SoundFormat.PERIOD_FRAMES - count : 0;
        if (missing > 0) ring.addMissing(missing);
        return missing;
    }

    /// Tells the writer that there is room, if it waits for it; not twice.
    void tellRoom(KernelCalls k) {
        int wanted = ring.wanted();
        if (wanted <= 0 || ring.room() < Math.min(wanted, ring.capacity())) return;
        ring.setWanted(0);
        try {
            k.msgDeliverEvent(rcvid, roomEvent);
        } catch (ErrnoException e) {
            // The writer is gone, and the pulse that says so on its way.
            assert e.errno() != Errno.EINVAL : e;
        }
    }

    void unmap(KernelCalls k) { ring.unmap(k); }
}
