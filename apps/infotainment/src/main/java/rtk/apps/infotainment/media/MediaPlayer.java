package rtk.apps.infotainment.media;

import java.util.List;
import rtk.apps.infotainment.Options;
import rtk.apps.infotainment.Startup;
import rtk.apps.infotainment.audio.SoundClass;
import rtk.apps.infotainment.audio.SoundFormat;
import rtk.apps.infotainment.audio.SoundStream;
import rtk.apps.infotainment.audio.Tone;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Posix;

/// The media player: reads an MP3 file, frame by frame, and plays it.
///
/// In a car it is a multimedia engine with its codecs (QNX: `mm-renderer`). Files are read and their frames found as they are, so that
/// disk, bursts and time of each are true; decoding is a declared cost, and what is heard is a tone. Left out: other formats, seeking, play
/// lists, covers.
///
/// It keeps [#AHEAD_FRAMES] ahead of the mixer, so a file system or processor that is busy for that long is not heard. It traces
/// `player-frames` with the frames of the file so far, once a second of them; `player-skipped` with the bytes that were no frames, and
/// `player-ended` with the frames, at the end of the file. A file system that dies is waited for, and the file played from its start.
///
/// | argument | meaning |
/// |---|---|
/// | `--file PATH` | `/media/track.mp3` unless given |
/// | `--repeat yes\|no` | from the start again at the end; `yes` unless given |
public final class MediaPlayer implements Program {
    /// 341 ms.
    public static final int AHEAD_FRAMES = 64 * SoundFormat.PERIOD_FRAMES;

    private static final int IMAGE_KIB = 4_000;
    /// Hybrid synthesis of 1,152 samples of two channels: some 25 million cycles a second of sound, at 1 GHz.
    private static final long SAMPLE_DECODED_NS = 520;
    /// Conversion to 48 kHz: a filter of 32 taps, two channels.
    private static final long SAMPLE_CONVERTED_NS = 110;
    private static final long FILE_WAIT_NS = Ns.s(10);
    private static final long RETRY_NS = Ns.ms(100);
    private static final int TONE_HZ = 440;
    private static final int LOUDNESS = 8_000;
    private static final int OUT_FRAMES_MAX = 576 * SoundFormat.RATE_HZ / 8_000 + 1;

    private final Tone tone = new Tone(TONE_HZ, LOUDNESS);
    private final byte[] out = new byte[OUT_FRAMES_MAX * SoundFormat.FRAME_BYTES];
    private KernelCalls k;
    private SoundStream stream;
    private long frames;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var options = new Options(k.processName(), args, List.of("--file", "--repeat"));
        String path = options.value("--file", "/media/track.mp3");
        String repeat = options.value("--repeat", "yes");
        if (!repeat.equals("yes") && !repeat.equals("no")) {
            throw new IllegalArgumentException(k.processName() + ": --repeat: found " + repeat + ", expected yes or no");
        }
        Startup.load(k, IMAGE_KIB);
        stream = new SoundStream(k, SoundClass.MEDIA, AHEAD_FRAMES);
        do {
            try {
                playFile(path);
            } catch (ErrnoException e) {
                if (e.errno() != Errno.ESRCH && e.errno() != Errno.EBADF && e.errno() != Errno.ETIMEDOUT) throw e;
                stream.setPlaying(false);
                k.sleep(RETRY_NS);
            }
        } while (repeat.equals("yes"));
        while (stream.pending() > 0) k.sleep(SoundFormat.ns(SoundFormat.PERIOD_FRAMES));
        stream.close();
        return 0;
    }

    /// @throws ErrnoException ETIMEDOUT there is no such file
    private void playFile(String path) {
        var posix = new Posix(k);
        int fd = posix.openWhenThere(path, Posix.O_RDONLY, FILE_WAIT_NS);
        var reader = new MpegReader();
        var chunk = new byte[MpegReader.CHUNK_MAX];
        long samples = 0;
        for (int count = posix.read(fd, chunk); count > 0; count = posix.read(fd, chunk)) {
            reader.add(chunk, count);
            for (var frame = reader.next(); frame != null; frame = reader.next()) {
                play(frame, samples);
                samples += frame.samples();
                if (++frames % framesASecond(frame) == 0) k.trace("player-frames", frames);
            }
        }
        posix.close(fd);
        if (reader.skipped() > 0) k.trace("player-skipped", reader.skipped());
        k.trace("player-ended", frames);
        if (samples == 0) k.sleep(RETRY_NS); // nothing to play: do not spin
        stream.setPlaying(false);
    }

    private static long framesASecond(MpegFrame frame) { return Math.max(1, frame.rateHz() / frame.samples()); }

    /// The number of frames at 48 kHz is the difference of two that are each computed from the start, so that nothing drifts.
    ///
    /// @param before samples of the file before this frame
    private void play(MpegFrame frame, long before) {
        k.compute(frame.samples() * SAMPLE_DECODED_NS);
        if (frame.rateHz() != SoundFormat.RATE_HZ) k.compute(frame.samples() * SAMPLE_CONVERTED_NS);
        long from = before * SoundFormat.RATE_HZ / frame.rateHz();
        int count = (int) ((before + frame.samples()) * SoundFormat.RATE_HZ / frame.rateHz() - from);
        tone.fill(out, count);
        stream.write(out, count);
        if (stream.pending() >= AHEAD_FRAMES / 2) stream.setPlaying(true);
    }
}
