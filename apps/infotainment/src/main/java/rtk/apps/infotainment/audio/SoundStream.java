package rtk.apps.infotainment.audio;

import rtk.apps.infotainment.ServiceLink;
import rtk.board.sim.Ns;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Protection;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;
import rtk.resmgr.EventBytes;

/// A stream of sound to the mixer, as a service sees it: open, write, close. For one thread.
///
/// Lives through a mixer that is not there yet, dies, or is started again: [#write] then waits for one, and what was in the ring is lost.
public final class SoundStream implements AutoCloseable {
    /// How often to look for a mixer that is not there.
    private static final long RETRY_NS = Ns.ms(10);
    /// Beyond what the ring takes to play, before the mixer is asked whether it lives.
    private static final long PATIENCE_NS = Ns.ms(20);

    private final KernelCalls k;
    private final ServiceLink mixer;
    private final int capacity;
    private final int chid;
    private final SigEvent room;
    private SoundClass soundClass;
    private boolean isPlaying;
    private int number;
    private SoundRing ring;

    /// Nothing is sent before the first [#write].
    ///
    /// @param capacity of the ring in frames, [SoundFormat#PERIOD_FRAMES] to a second: how far the writer may be ahead
    public SoundStream(KernelCalls k, SoundClass soundClass, int capacity) {
        this.k = k;
        mixer = new ServiceLink(k, AudioMixer.NAME);
        this.soundClass = soundClass;
        this.capacity = capacity;
        chid = k.channelCreate(ChannelFlag.PRIVATE);
        room = new SigEvent.Pulse(k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL), SigEvent.CALLER, 1, 0);
    }

    /// Plays the first `count` frames of `frames`, once there is room. Blocks: SEND, REPLY, RECEIVE, NANOSLEEP.
    ///
    /// @throws ErrnoException EAGAIN the mixer has [AudioMixer#VOICES_MAX] streams
    public void write(byte[] frames, int count) {
        int done = 0;
        while (done < count) {
            if (ring == null && !connect()) {
                k.sleep(RETRY_NS);
                continue;
            }
            done += ring.write(frames, done, count - done);
            if (done < count && !awaitRoom(count - done) && !isMixerThere()) disconnect();
        }
    }

    /// Says whether the stream goes on without a gap: then the mixer counts what it misses.
    public void setPlaying(boolean on) {
        isPlaying = on;
        if (ring != null) ring.setPlaying(on);
    }

    /// Frames written and not yet played.
    public int pending() { return ring == null ? 0 : ring.available(); }

    /// Frames that the mixer missed so far.
    public long missing() { return ring == null ? 0 : ring.missing(); }

    /// Another purpose from now on.
    public void setClass(SoundClass newClass) {
        soundClass = newClass;
        if (ring != null) mixer.send(MixerMessages.of(MixerMessages.SET_CLASS, newClass.ordinal(), number));
    }

    /// Ends it at once; what was not played is lost.
    @Override
    public void close() {
        if (ring != null) mixer.send(MixerMessages.of(MixerMessages.CLOSE, 0, number));
        disconnect();
        k.channelDestroy(chid);
    }

    private boolean connect() {
        mixer.connect();
        var message = MixerMessages.of(MixerMessages.OPEN, soundClass.ordinal(), capacity);
        System.arraycopy(EventBytes.of(room), 0, message, MixerMessages.EVENT, EventBytes.BYTES);
        number = mixer.send(message);
        if (number == ServiceLink.GONE) return false;
        int object = k.shmOpen(MixerMessages.object(mixer.pid(), number));
        ring = new SoundRing(k.mmap(SoundRing.bytes(capacity), Protection.READ_WRITE, object, 0), capacity);
        k.memoryClose(object);
        ring.setPlaying(isPlaying);
        return true;
    }

    /// @return false if it took so long that something must be wrong
    private boolean awaitRoom(int frames) {
        ring.setWanted(Math.min(frames, Math.max(SoundFormat.PERIOD_FRAMES, capacity / 2)));
        if (ring.room() >= ring.wanted()) return true;
        k.timerTimeout(SoundFormat.ns(capacity) + PATIENCE_NS);
        try {
            k.msgReceive(chid, new byte[Pulse.BYTES], null);
            return true;
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ETIMEDOUT) throw e;
            return false;
        }
    }

    private boolean isMixerThere() { return mixer.send(MixerMessages.of(MixerMessages.PING, 0, 0)) != ServiceLink.GONE; }

    private void disconnect() {
        if (ring != null) ring.unmap(k);
        ring = null;
        mixer.disconnect();
    }
}
