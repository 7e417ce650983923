package rtk.apps.infotainment.media;

import java.nio.ByteBuffer;
import java.util.List;
import rtk.apps.infotainment.Options;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Posix;

/// A stick that somebody plugs in, with one track on it: writes an MP3 file of digital silence, 128 kbit/s at 48 kHz, into a file system that
/// is there. For scenarios that bring no file of their own; it stands for USB, its driver and its file system.
///
/// | argument | meaning |
/// |---|---|
/// | `--file PATH` | `/media/track.mp3` unless given |
/// | `--frames N` | of 24 ms each, 1 to 9999; 1000 unless given |
public final class UsbStick implements Program {
    /// MPEG-1, layer III, no checksum, 128 kbit/s, 48 kHz, stereo.
    private static final int HEADER = 0xfffb_9404;
    private static final int READ_BY_ALL = 0444;
    private static final long FILE_SYSTEM_WAIT_NS = Ns.s(10);

    @Override
    public int main(KernelCalls k, List<String> args) {
        var options = new Options(k.processName(), args, List.of("--file", "--frames"));
        String frames = options.value("--frames", "1000");
        if (!frames.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(k.processName() + ": --frames: found " + frames + ", expected 1 to 9999");
        }
        String path = options.value("--file", "/media/track.mp3");
        var posix = new Posix(k);
        // Under another name until it is whole, as a player may be waiting for it.
        int fd = posix.openWhenThere(path + ".part", Posix.O_WRONLY | Posix.O_CREAT | Posix.O_TRUNC, FILE_SYSTEM_WAIT_NS);
        var frame = new byte[MpegFrame.of(HEADER).bytes()];
        ByteBuffer.wrap(frame).putInt(HEADER);
        for (int n = Integer.parseInt(frames); n > 0; n--) posix.write(fd, frame, frame.length);
        posix.fchmod(fd, READ_BY_ALL);
        posix.close(fd);
        posix.rename(path + ".part", path);
        return 0;
    }
}
