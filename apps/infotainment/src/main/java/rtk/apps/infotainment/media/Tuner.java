package rtk.apps.infotainment.media;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import rtk.apps.infotainment.Options;
import rtk.apps.infotainment.Startup;
import rtk.apps.infotainment.audio.LiveSound;
import rtk.apps.infotainment.audio.SoundClass;
import rtk.apps.infotainment.audio.Tone;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.ThreadAttr;
import rtk.resmgr.Posix;

/// The radio: plays what its tuner receives, and puts the station's name, text and traffic announcements together from its data.
///
/// In a car it is the service above a tuner chip, which is told frequencies over I2C and brings sound over I2S. Here the chip is behind a
/// UART and hands on groups of RDS, a line each ([RdsGroup]); its sound is a tone that comes by the board's clock. Left out: tuning, seeking,
/// signal quality, a second tuner in the background, DAB.
///
/// While a station speaks of traffic its sound is an announcement: music gives way. It traces `radio-traffic` with 1 and 0 when that begins
/// and ends, `radio-station` with the identification and `radio-name`, `radio-text` with the number of letters when those are known or
/// others, `radio-bad` with the number of bad lines so far; and it publishes identification, name and text as `/pps/radio/station` if
/// there is a `pps`.
///
/// Two threads: the first reads the data; `sound` brings the sound, period by period.
///
/// | argument | meaning |
/// |---|---|
/// | `--tuner PATH` | where groups come from; `/dev/ser2` unless given |
/// | `--listen yes\|no` | `no`: only traffic announcements are heard; `yes` unless given |
public final class Tuner implements Program {
    /// Taking a group apart, at 1 GHz.
    private static final long GROUP_NS = Ns.us(15);
    private static final int IMAGE_KIB = 1_500;
    private static final long DRIVER_WAIT_NS = Ns.s(10);
    private static final long RETRY_NS = Ns.ms(100);
    private static final int LINE_MAX = 64;
    private static final int TONE_HZ = 330;
    private static final int LOUDNESS = 6_000;

    private final RdsDecoder decoder = new RdsDecoder();
    private final StringBuilder line = new StringBuilder();
    private KernelCalls k;
    private boolean listens;
    private long badCount;
    private String name = "";
    private String text = "";
    private int station = -1;
    private boolean wasTraffic;
    /// By the first thread, for `sound`.
    private volatile boolean isTraffic;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var options = new Options(k.processName(), args, List.of("--tuner", "--listen"));
        String listen = options.value("--listen", "yes");
        if (!listen.equals("yes") && !listen.equals("no")) {
            throw new IllegalArgumentException(k.processName() + ": --listen: found " + listen + ", expected yes or no");
        }
        listens = listen.equals("yes");
        Startup.load(k, IMAGE_KIB);
        k.threadCreate(ThreadAttr.named("sound"), this::bringSound);
        for (;;) {
            try {
                readGroups(options.value("--tuner", "/dev/ser2"));
            } catch (ErrnoException e) {
                if (e.errno() != Errno.ESRCH && e.errno() != Errno.EBADF && e.errno() != Errno.ETIMEDOUT) throw e;
            }
            k.sleep(RETRY_NS);
        }
    }

    // The first thread.

    private void readGroups(String path) {
        var posix = new Posix(k);
        int fd = posix.openWhenThere(path, Posix.O_RDONLY, DRIVER_WAIT_NS);
        var buffer = new byte[LINE_MAX];
        for (int count = posix.read(fd, buffer); count > 0; count = posix.read(fd, buffer)) {
            for (char c : new String(buffer, 0, count, US_ASCII).toCharArray()) take(c);
        }
        posix.close(fd);
    }

    private void take(char c) {
        if (c != '\n') {
            if (line.length() < LINE_MAX) line.append(c);
            return;
        }
        var group = RdsGroup.of(line.toString());
        boolean isEmpty = line.toString().isBlank();
        line.setLength(0);
        if (isEmpty) return;
        k.compute(GROUP_NS);
        if (group == null) {
            k.trace("radio-bad", ++badCount);
            return;
        }
        decoder.take(group);
        tell();
    }

    private void tell() {
        isTraffic = decoder.isTrafficAnnouncement();
        if (isTraffic != wasTraffic) k.trace("radio-traffic", isTraffic ? 1 : 0);
        wasTraffic = isTraffic;
        boolean isNewStation = decoder.identification() != station;
        boolean isNewName = !decoder.name().equals(name);
        boolean isNewText = !decoder.text().equals(text);
        if (!isNewStation && !isNewName && !isNewText) return;
        station = decoder.identification();
        name = decoder.name();
        text = decoder.text();
        if (isNewStation) k.trace("radio-station", station);
        if (isNewName) k.trace("radio-name", name.length());
        if (isNewText) k.trace("radio-text", text.length());
        publish("identification:n:" + station + "\nname::" + name + "\ntext::" + text + "\n");
    }

    /// For whoever wants to know; nobody has to.
    private void publish(String attributes) {
        var posix = new Posix(k);
        byte[] bytes = attributes.getBytes(UTF_8);
        try {
            int fd = posix.open("/pps/radio/station", Posix.O_WRONLY | Posix.O_CREAT, 0666);
            posix.write(fd, bytes, bytes.length);
            posix.close(fd);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ESRCH && e.errno() != Errno.EBADF) throw e;
        }
    }

    // The thread `sound`.

    private void bringSound() {
        var sound = new LiveSound(k, SoundClass.MEDIA, new Tone(TONE_HZ, LOUDNESS));
        for (;;) sound.next(listens || isTraffic, isTraffic ? SoundClass.ANNOUNCEMENT : SoundClass.MEDIA);
    }
}
