package rtk.apps.infotainment.audio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rtk.apps.infotainment.Options;
import rtk.board.hw.DeviceInfo;
import rtk.board.media.SoundOutput;
import rtk.board.sim.Ns;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.DeviceMemory;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MemoryFlag;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.Program;
import rtk.kernel.api.Protection;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.ThreadAttr;
import rtk.resmgr.EventBytes;
import rtk.resmgr.NameService;
import rtk.resmgr.dev.SystemPage;

/// The audio mixer: adds up what others play, and has the next period ready before the one that plays is over. A period that is late is a
/// gap that everybody in the car hears; so it runs above all that draws.
///
/// In a car it is the audio service with its driver (QNX: `io-audio`, or an audio manager before a signal processor). Left out: recording,
/// echo cancellation, sample-rate conversion between unequal clocks, fader, balance and equaliser beyond their cost, more than one output.
///
/// Two threads: the first is woken by the sound output's interrupt and mixes; `control` answers messages ([MixerMessages]) at the
/// priority of whoever asks. They share the streams under a mutex with priority inheritance: a low client that is preempted while
/// `control` opens its stream would otherwise hold up the sound.
///
/// It traces `audio-mixed` for each period that is ready, with its largest sample; `audio-xrun` with the number of periods so far
/// that came too late; `audio-missing` with the frames that a stream did not have; `audio-media-gain` in thousandths when that goes to
/// a new aim.
///
/// | argument | meaning |
/// |---|---|
/// | `--sound DEVICE` | the output; `sound0` unless given |
/// | `--lock inherit\|none` | protocol of the mutex; `none` is there to show what inversion does |
public final class AudioMixer implements Program {
    /// Its name for [NameService].
    public static final String NAME = "audio";
    /// Streams open at a time.
    public static final int VOICES_MAX = 16;

    /// Periods that the output holds: the one that plays and the next.
    private static final int RING_PERIODS = 2;
    /// Copying, gain and sum of 512 samples: some 50 cycles each, at 1 GHz.
    private static final long VOICE_NS = Ns.us(25);
    /// Six loudspeakers, ten filters of second order each, at some 18 cycles: 256 × 6 × 10 × 18.
    private static final long OUTPUT_NS = Ns.us(280);
    /// Making a stream: a memory object, its mapping, the tables.
    private static final long OPEN_NS = Ns.us(60);
    private static final long CHANGE_NS = Ns.us(10);

    private final Mix mix = new Mix();
    /// Where the output would fetch the period from.
    private final byte[] dmaBuffer = new byte[SoundFormat.PERIOD_BYTES];
    private final List<Voice> voices = new ArrayList<>();
    private final int[] volumes = new int[SoundClass.values().length];
    private KernelCalls k;
    private DeviceMemory output;
    private int mutex;
    private int nextNumber;
    private int lateSeen;
    private long missing;
    private int mediaAim = Ducking.UNITY;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var options = new Options(k.processName(), args, List.of("--sound", "--lock"));
        mutex = k.mutexCreate("voices", protocol(options.value("--lock", "inherit")), 0);
        Arrays.fill(volumes, Ducking.UNITY);
        int chid = NameService.attach(k, NAME, ChannelFlag.DISCONNECT);
        k.threadCreate(ThreadAttr.named("control"), () -> serve(chid));
        play(SystemPage.find(k, "sound", List.of(options.value("--sound", "sound0"))));
        return 0;
    }

    private MutexProtocol protocol(String text) {
        return switch (text) {
            case "inherit" -> MutexProtocol.INHERIT;
            case "none" -> MutexProtocol.NONE;
            default -> throw new IllegalArgumentException(
                    k.processName() + ": --lock: found " + text + ", expected inherit or none");
        };
    }

    // The first thread.

    private void play(DeviceInfo device) {
        output = k.mapDevice(device.address());
        output.write(SoundOutput.CONTROL, 0);
        output.write(SoundOutput.PERIOD, SoundFormat.PERIOD_FRAMES);
        output.write(SoundOutput.RING, RING_PERIODS);
        lateSeen = output.read(SoundOutput.SILENT);
        int chid = k.channelCreate(ChannelFlag.PRIVATE);
        int self = k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL);
        k.interruptAttachEvent(device.irq(), new SigEvent.Pulse(self, k.priority(), 1, 0));
        fill();
        output.write(SoundOutput.CONTROL, SoundOutput.RUN | SoundOutput.INTERRUPT);
        var pulse = new byte[Pulse.BYTES];
        for (;;) {
            k.msgReceive(chid, pulse, null);
            output.write(SoundOutput.STATUS, 1);
            k.interruptUnmask(device.irq());
            countLate();
            fill();
        }
    }

    private void countLate() {
        int late = output.read(SoundOutput.SILENT);
        if (late != lateSeen) k.trace("audio-xrun", late);
        lateSeen = late;
    }

    private void fill() {
        while (output.read(SoundOutput.FILLED) - output.read(SoundOutput.PLAYED) < RING_PERIODS) {
            mixPeriod();
            output.write(SoundOutput.FILLED, 1);
            k.trace("audio-mixed", mix.peak());
        }
    }

    private void mixPeriod() {
        mix.clear();
        k.mutexLock(mutex);
        int heard = 0;
        for (var voice : voices) {
            if (voice.isHeard()) heard |= 1 << voice.soundClass.ordinal();
        }
        traceAim(aim(SoundClass.MEDIA, heard));
        for (var voice : voices) {
            k.compute(VOICE_NS);
            int gone = voice.addTo(mix, aim(voice.soundClass, heard));
            if (gone > 0) k.trace("audio-missing", missing += gone);
            voice.tellRoom(k);
        }
        k.mutexUnlock(mutex);
        k.compute(OUTPUT_NS);
        mix.into(dmaBuffer);
    }

    private int aim(SoundClass of, int heard) {
        return (int) ((long) Ducking.gain(of, heard) * volumes[of.ordinal()] / Ducking.UNITY);
    }

    private void traceAim(int aim) {
        if (aim == mediaAim) return;
        mediaAim = aim;
        k.trace("audio-media-gain", aim * 1_000L / Ducking.UNITY);
    }

    // The thread `control`.

    private void serve(int chid) {
        var request = new byte[MixerMessages.BYTES];
        var info = new MsgInfo();
        for (;;) {
            int rcvid = k.msgReceive(chid, request, info);
            if (rcvid == 0) {
                var pulse = Pulse.in(request);
                if (pulse.code() == Pulse.CODE_DISCONNECT) clientGone(pulse.scoid());
                continue;
            }
            try {
                int status = answer(rcvid, request, info);
                k.msgReply(rcvid, status);
            } catch (ErrnoException e) {
                if (e.errno() != Errno.ESRCH) k.msgError(rcvid, e.errno());
            }
        }
    }

    private int answer(int rcvid, byte[] request, MsgInfo info) {
        if (info.msgLength < MixerMessages.BYTES) throw new ErrnoException(Errno.EINVAL, NAME);
        var fields = MixerMessages.view(request);
        var soundClass = SoundClass.ofNumber(fields.getShort(2));
        int value = fields.getInt(4);
        return switch (fields.getShort(0)) {
            case MixerMessages.OPEN -> open(rcvid, request, info.scoid, soundClass, value);
            case MixerMessages.CLOSE -> close(voice(info.scoid, value));
            case MixerMessages.SET_CLASS -> setClass(voice(info.scoid, value), soundClass);
            case MixerMessages.VOLUME -> setVolume(soundClass, value);
            case MixerMessages.PING -> 0;
            default -> throw new ErrnoException(Errno.ENOSYS, NAME);
        };
    }

    private int open(int rcvid, byte[] request, int scoid, SoundClass soundClass, int capacity) {
        var event = EventBytes.in(request, MixerMessages.EVENT);
        if (soundClass == null || event == null || capacity < SoundFormat.PERIOD_FRAMES
                || capacity > MixerMessages.CAPACITY_MAX) {
            throw new ErrnoException(Errno.EINVAL, NAME);
        }
        if (voices.size() == VOICES_MAX) throw new ErrnoException(Errno.EAGAIN, NAME);
        int number = ++nextNumber;
        int object = k.shmOpen(MixerMessages.object(k.getpid(), number), MemoryFlag.CREATE, MemoryFlag.EXCLUSIVE);
        k.ftruncate(object, SoundRing.bytes(capacity));
        var memory = k.mmap(SoundRing.bytes(capacity), Protection.READ_WRITE, object, 0);
        k.memoryClose(object);
        var voice = new Voice(number, scoid, soundClass, new SoundRing(memory, capacity), rcvid, event);
        change(OPEN_NS, () -> voices.add(voice));
        return number;
    }

    private Voice voice(int scoid, int number) {
        for (var voice : voices) {
            if (voice.number == number && voice.scoid == scoid) return voice;
        }
        throw new ErrnoException(Errno.EINVAL, NAME);
    }

    private int close(Voice voice) {
        change(CHANGE_NS, () -> voices.remove(voice));
        voice.unmap(k);
        k.shmUnlink(MixerMessages.object(k.getpid(), voice.number));
        return 0;
    }

    private int setClass(Voice voice, SoundClass soundClass) {
        if (soundClass == null) throw new ErrnoException(Errno.EINVAL, NAME);
        change(CHANGE_NS, () -> voice.soundClass = soundClass);
        return 0;
    }

    private int setVolume(SoundClass soundClass, int thousandths) {
        if (soundClass == null || thousandths < 0 || thousandths > 1_000) throw new ErrnoException(Errno.EINVAL, NAME);
        change(CHANGE_NS, () -> volumes[soundClass.ordinal()] = thousandths * Ducking.UNITY / 1_000);
        return 0;
    }

    private void clientGone(int scoid) {
        for (var voice : List.copyOf(voices)) {
            if (voice.scoid == scoid) close(voice);
        }
        k.connectDetach(scoid);
    }

    private void change(long costNs, Runnable action) {
        k.mutexLock(mutex);
        k.compute(costNs);
        action.run();
        k.mutexUnlock(mutex);
    }
}
