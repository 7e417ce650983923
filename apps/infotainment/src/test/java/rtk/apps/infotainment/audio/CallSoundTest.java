package rtk.apps.infotainment.audio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.apps.infotainment.HeadUnit;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.resmgr.Posix;
import rtk.resmgr.ipc.PpsManager;

class CallSoundTest {
    private static void say(KernelCalls k, String state) {
        var posix = new Posix(k);
        byte[] text = ("state::" + state + "\nnumber::0\n").getBytes(UTF_8);
        int fd = posix.open("/pps/phone/call", Posix.O_WRONLY | Posix.O_CREAT, 0644);
        posix.write(fd, text, text.length);
        posix.close(fd);
    }

    @Test
    void aCallRingsThenSpeaksAndSilencesMusicUntilItIsOver() {
        try (var unit = new HeadUnit().spawn("pps", new PpsManager(), 12).spawn("audio", new AudioMixer(), 17)
                .spawn("call-sound", new CallSound(), 16).spawn("music", 10, k -> {
                    var stream = new SoundStream(k, SoundClass.MEDIA, 4_096);
                    var period = new byte[SoundFormat.PERIOD_BYTES];
                    new Tone(100, 20_000).fill(period, SoundFormat.PERIOD_FRAMES);
                    for (;;) stream.write(period, SoundFormat.PERIOD_FRAMES);
                }).spawn("phone", 12, k -> {
                    k.sleep(Ns.ms(10));
                    say(k, "idle");
                    k.sleepUntil(Ns.ms(500));
                    say(k, "incoming");
                    k.sleepUntil(Ns.ms(2_000));
                    say(k, "active");
                    k.sleepUntil(Ns.ms(3_000));
                    say(k, "idle");
                })) {
            unit.run(Ns.s(4));

            assertEquals(List.of(1L, 2L, 0L), unit.values("call-sound"));
            // Rings for a second, is held for 320 ms, speaks for a second, is held again.
            var aims = unit.seen("audio-media-gain");
            assertEquals(List.of(0L, 1_000L, 0L, 1_000L), unit.values("audio-media-gain"));
            long[] dueMs = {500, 1_500 + 341, 2_000, 3_000 + 341};
            for (int n = 0; n < dueMs.length; n++) {
                long lateMs = aims.get(n).timeNs() / 1_000_000 - dueMs[n];
                assertTrue(lateMs >= -8 && lateMs <= 25, "change " + n + " is " + lateMs + " ms late");
            }
            assertEquals(List.of(), unit.values("audio-missing"));
        }
    }

    @Test
    void whatCouldNotBePlayedInTimeIsLostAndTheRestIsNotLate() {
        try (var unit = new HeadUnit().spawn("modem", 15, k -> {
            var voice = new LiveSound(k, SoundClass.PHONE, new Tone(400, 5_000));
            long startNs = k.nowNs();
            for (;;) {
                long cameNs = voice.next(true, SoundClass.PHONE);
                k.trace("late", k.nowNs() - startNs - cameNs);
            }
        })) {
            unit.at(Ns.ms(800), () -> unit.spawn("audio", new AudioMixer(), 17));
            unit.run(Ns.s(2));

            var late = unit.values("late");
            assertTrue(late.getFirst() > Ns.ms(790), late::toString);
            for (int n = 1; n < late.size(); n++)
                assertTrue(late.get(n) < Ns.ms(50), "period " + n + " is " + late.get(n) + " ns late");
            assertEquals(List.of(), unit.values("audio-missing"));
        }
    }
}
