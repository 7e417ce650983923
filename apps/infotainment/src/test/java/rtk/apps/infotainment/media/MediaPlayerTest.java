package rtk.apps.infotainment.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.apps.infotainment.HeadUnit;
import rtk.apps.infotainment.audio.AudioMixer;
import rtk.board.media.SoundOutput;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.resmgr.Posix;
import rtk.resmgr.fs.RamFileSystem;

class MediaPlayerTest {
    private static final int AT_44100 = 0xfffb_9000; // 128 kbit/s
    private static final int AT_44100_PADDED = 0xfffb_9200;
    private static final int AT_48000 = 0xfffb_9404;

    /// Sizes as `mpg123 -t -v` and `file` tell them.
    @Test
    void aHeaderTellsTheSizeOfItsFrame() {
        assertEquals(new MpegFrame(417, 44_100, 1_152), MpegFrame.of(AT_44100));
        assertEquals(new MpegFrame(418, 44_100, 1_152), MpegFrame.of(AT_44100_PADDED));
        assertEquals(new MpegFrame(384, 48_000, 1_152), MpegFrame.of(AT_48000));
        assertEquals(new MpegFrame(1_440, 32_000, 1_152), MpegFrame.of(0xfffb_e800)); // 320 kbit/s
        assertEquals(new MpegFrame(208, 22_050, 576), MpegFrame.of(0xfff3_8000)); // MPEG-2, 64 kbit/s
        assertEquals(new MpegFrame(72, 8_000, 576), MpegFrame.of(0xffe3_1800)); // MPEG-2.5, 8 kbit/s
        // No sync, layer II, reserved version, free and bad bit rate, reserved sampling rate.
        for (int header : new int[]{0xffdb_9000, 0xfffd_9000, 0xffeb_9000, 0xfffb_0000, 0xfffb_f000, 0xfffb_9c00}) {
            assertNull(MpegFrame.of(header), Integer.toHexString(header));
        }
    }

    private static byte[] track(int header, int frames) {
        var out = new ByteArrayOutputStream();
        for (int n = 0; n < frames; n++) {
            out.writeBytes(ByteBuffer.allocate(MpegFrame.of(header).bytes()).putInt(header).array());
        }
        return out.toByteArray();
    }

    @Test
    void framesAreFoundBehindATagAndBetweenGarbageHoweverTheyAreCut() {
        var file = new ByteArrayOutputStream();
        // 0x00 0x00 0x01 0x48 in seven bits each: 200 bytes of a tag that hold what looks like a frame.
        file.writeBytes(new byte[]{'I', 'D', '3', 4, 0, 0, 0, 0, 1, 0x48});
        file.writeBytes(ByteBuffer.allocate(200).putInt(AT_48000).array());
        file.writeBytes(track(AT_44100, 2));
        file.writeBytes(new byte[]{(byte) 0xff, 1, 2, 3, 4});
        file.writeBytes(track(AT_44100_PADDED, 1));
        for (int cut : new int[]{1, 7, 417, 4_096}) {
            var reader = new MpegReader();
            int frames = 0;
            byte[] bytes = file.toByteArray();
            for (int at = 0; at < bytes.length; at += cut) {
                int count = Math.min(cut, bytes.length - at);
                reader.add(java.util.Arrays.copyOfRange(bytes, at, at + count), count);
                while (reader.next() != null) frames++;
            }

            assertEquals(3, frames, "cut into " + cut);
            assertEquals(210 + 5, reader.skipped(), "cut into " + cut);
        }
    }

    private static void write(KernelCalls k, String path, byte[] bytes) {
        var posix = new Posix(k);
        int fd = posix.openWhenThere(path, Posix.O_WRONLY | Posix.O_CREAT, Ns.s(1));
        for (int at = 0; at < bytes.length; at += 4_096) {
            int count = Math.min(4_096, bytes.length - at);
            posix.write(fd, java.util.Arrays.copyOfRange(bytes, at, at + count), count);
        }
        posix.fchmod(fd, 0444);
        posix.close(fd);
    }

    /// 100 frames at 44.1 kHz are 2.612 s: 125,387 frames at 48 kHz.
    @Test
    void aTrackIsPlayedWithoutAGapAndForAsLongAsItIs() {
        try (var unit = new HeadUnit().spawn("audio", new AudioMixer(), 17).spawn("fs-ram", new RamFileSystem(), 10, "/media")
                .spawn("stick", 9, k -> write(k, "/media/track.mp3", track(AT_44100, 100)))
                .spawn("player", new MediaPlayer(), 10, "--repeat", "no")) {
            unit.run(Ns.ms(3_500));

            assertEquals(0, unit.sound.read(SoundOutput.SILENT));
            assertEquals(List.of(), unit.values("audio-missing"));
            assertEquals(List.of(38L, 76L), unit.values("player-frames"));
            assertEquals(List.of(100L), unit.values("player-ended"));
            assertEquals(490, unit.values("audio-mixed").stream().filter(peak -> peak > 0).count());
        }
    }

    @Test
    void aTrackFromAStickIsRepeatedWithoutAGap() {
        try (var unit = new HeadUnit().spawn("audio", new AudioMixer(), 17).spawn("fs-ram", new RamFileSystem(), 10, "/media")
                .spawn("player", new MediaPlayer(), 10).spawn("stick", new UsbStick(), 9, "--frames", "50")) {
            unit.run(Ns.s(3));

            assertEquals(List.of(50L, 100L), unit.values("player-ended"));
            assertEquals(List.of(), unit.values("audio-missing"));
            assertTrue(unit.values("audio-mixed").stream().skip(30).allMatch(peak -> peak > 7_000));
        }
    }

    @Test
    void wrongArgumentsEndThePlayerWithOneSentence() {
        try (var unit = new HeadUnit().spawn("player", new MediaPlayer(), 10, "--repeat", "maybe")
                .spawn("stick", new UsbStick(), 10,
                        "--frames", "0")
                .spawn("radio", new Tuner(), 10, "--listen", "x")) {
            unit.kernel.run(Ns.ms(1));

            var sentences = unit.kernel.failures().stream().map(failure -> failure.message()).toList().toString();
            assertTrue(sentences.contains("player: --repeat: found maybe, expected yes or no"), sentences);
            assertTrue(sentences.contains("stick: --frames: found 0, expected 1 to 9999"), sentences);
            assertTrue(sentences.contains("radio: --listen: found x, expected yes or no"), sentences);
        }
    }
}
