package rtk.apps.infotainment.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.apps.infotainment.HeadUnit;
import rtk.board.media.SoundOutput;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Signal;

class AudioMixerTest {
    private static final long PERIOD_NS = SoundFormat.ns(SoundFormat.PERIOD_FRAMES);

    private static byte[] loud(int value, int frames) {
        var bytes = new byte[frames * SoundFormat.FRAME_BYTES];
        for (int at = 0; at < bytes.length; at += 2) SoundFormat.putSample(bytes, at, value);
        return bytes;
    }

    /// Plays `frames` of loudness `value`, as fast as the mixer takes them.
    private static void play(KernelCalls k, SoundClass soundClass, int value, int frames) {
        var stream = new SoundStream(k, soundClass, 2_048);
        stream.setPlaying(true);
        for (int done = 0; done < frames; done += SoundFormat.PERIOD_FRAMES) {
            stream.write(loud(value, SoundFormat.PERIOD_FRAMES), SoundFormat.PERIOD_FRAMES);
        }
        stream.setPlaying(false);
        while (stream.pending() > 0) k.sleep(Ns.ms(1));
        stream.close();
    }

    @Test
    void aSecondOfSoundIsPlayedWithoutAGap() {
        try (var unit = new HeadUnit().spawn("audio", new AudioMixer(), 17)
                .spawn("player", 10, k -> play(k, SoundClass.MEDIA, 1_000, SoundFormat.RATE_HZ))) {
            unit.run(Ns.ms(1_200));

            assertEquals(0, unit.sound.read(SoundOutput.SILENT));
            assertEquals(List.of(), unit.values("audio-missing"));
            // 187.5 periods of it: the half one is as loud; before and after it there is silence.
            var loudness = unit.values("audio-mixed");
            int first = loudness.indexOf(1_000L);
            assertEquals(java.util.Collections.nCopies(188, 1_000L), loudness.subList(first, first + 188));
            assertEquals(0, loudness.getLast());
            // The output starts when two periods are mixed, 0.6 ms after the mixer; so 224 have ended after 1.2 s, and two more are ready.
            assertEquals(226, loudness.size());
        }
    }

    /// A mixer below a program that computes for 12 ms misses one period end and then another: two periods of silence.
    @Test
    void aMixerThatIsHeldUpIsHeardAndCountsIt() {
        try (var unit = new HeadUnit().spawn("audio", new AudioMixer(), 17).spawn("map", 20, k -> {
            k.sleep(Ns.ms(100));
            k.compute(Ns.ms(14));
        })) {
            unit.run(Ns.ms(300));

            // Ends at 101.33 (held up), 106.67: silent, 112: silent, and at 114 ms it goes on.
            assertEquals(2, unit.sound.read(SoundOutput.SILENT));
            assertEquals(List.of(2L), unit.values("audio-xrun"));
            assertEquals(2, unit.seen("underrun").size());
        }
    }

    @Test
    void musicGoesDownForAnAnnouncementAndComesBack() {
        try (var unit = new HeadUnit().spawn("audio", new AudioMixer(), 17)
                .spawn("player", 10, k -> play(k, SoundClass.MEDIA, 10_000, 3 * SoundFormat.RATE_HZ))
                .spawn("guide", 11, k -> {
                    k.sleep(Ns.s(1));
                    play(k, SoundClass.ANNOUNCEMENT, 1, SoundFormat.RATE_HZ / 2);
                })) {
            unit.run(Ns.ms(2_500));

            assertEquals(List.of(100L, 1_000L), unit.values("audio-media-gain"));
            long downNs = unit.seen("audio-media-gain").getFirst().timeNs();
            long upNs = unit.seen("audio-media-gain").getLast().timeNs();
            assertTrue(downNs > Ns.s(1) && downNs < Ns.ms(1_012), downNs + " ns");
            // Half a second of speech in whole periods; then its stream is closed.
            assertTrue(Math.abs(upNs - downNs - 94 * PERIOD_NS) <= 2 * PERIOD_NS, (upNs - downNs) + " ns");
            for (var mixed : unit.seen("audio-mixed")) {
                long ns = mixed.timeNs();
                if (ns > downNs + Ns.ms(16) && ns < upNs) assertTrue(Math.abs(mixed.value() - 1_000) <= 1, mixed::toString);
                if (ns > upNs + Ns.ms(190)) assertEquals(10_000, mixed.value(), "at " + ns);
            }
            // No jump: down in 10 ms is at most 0.54 of the gain a period, up in 200 ms 0.027.
            var loudness = unit.values("audio-mixed");
            for (int n = 10; n < loudness.size(); n++) {
                long step = loudness.get(n) - loudness.get(n - 1);
                assertTrue(step <= 270 && step >= -5_400, "from " + loudness.get(n - 1) + " to " + loudness.get(n));
            }
        }
    }

    @Test
    void aStreamThatRunsDryIsCountedAndTheOthersPlayOn() {
        var missing = new ArrayList<Long>();
        try (var unit = new HeadUnit().spawn("audio", new AudioMixer(), 17)
                .spawn("player", 10, k -> play(k, SoundClass.MEDIA, 500, SoundFormat.RATE_HZ / 2))
                .spawn("slow", 10, k -> {
                    var stream = new SoundStream(k, SoundClass.MEDIA, 1_024);
                    stream.setPlaying(true);
                    stream.write(loud(100, 1_000), 1_000);
                    k.sleep(Ns.ms(100));
                    missing.add(stream.missing());
                    stream.close();
                })) {
            unit.run(Ns.ms(400));

            // The ring lasts for 20.8 ms and is full when the first period is taken: 19 or 18 periods of 256, less 1,000 frames.
            assertEquals(1, missing.size());
            assertTrue(missing.getFirst() == 18 * 256 - 1_000 || missing.getFirst() == 19 * 256 - 1_000, missing::toString);
            assertEquals(missing, unit.values("audio-missing").subList(unit.values("audio-missing").size() - 1,
                    unit.values("audio-missing").size()));
            assertEquals(0, unit.sound.read(SoundOutput.SILENT));
        }
    }

    @Test
    void aVolumeIsHeardInSmallStepsAndAnAnnouncementIsHeldForABreath() {
        try (var unit = new HeadUnit().spawn("audio", new AudioMixer(), 17).spawn("player", 10, k -> {
            var stream = new SoundStream(k, SoundClass.MEDIA, 1_024);
            for (;;) stream.write(loud(10_000, 256), 256);
        }).spawn("driver", 9, k -> {
            k.sleep(Ns.ms(200));
            new VolumeKnob(k).set(SoundClass.MEDIA, 500);
            k.sleep(Ns.ms(300));
            new SoundStream(k, SoundClass.ANNOUNCEMENT, 1_024).write(loud(0, 256), 256);
            k.sleep(Ns.s(1));
        })) {
            unit.run(Ns.ms(450));
            assertEquals(5_000, unit.values("audio-mixed").getLast());
            var loudness = unit.values("audio-mixed");
            for (int n = 10; n < loudness.size(); n++) assertTrue(loudness.get(n - 1) - loudness.get(n) <= 5_400);
            unit.run(Ns.ms(700));
            assertEquals(500, unit.values("audio-mixed").getLast());
            unit.run(Ns.s(1));

            // One period of speech, and 60 for which it is held.
            assertEquals(List.of(500L, 50L, 500L), unit.values("audio-media-gain"));
            var aims = unit.seen("audio-media-gain");
            assertEquals(60 * PERIOD_NS / 1e6, (aims.get(2).timeNs() - aims.get(1).timeNs()) / 1e6, 0.1);
        }
    }

    /// The low client's message makes `control` low; preempted with the mutex it would hold up the mixer for as long as `map` computes.
    private static int silentPeriods(String lock) {
        try (var unit = new HeadUnit().spawn("audio", new AudioMixer(), 17, "--lock", lock)) {
            unit.spawn("knob", 5, k -> {
                int coid = rtk.resmgr.NameService.openWhenThere(k, AudioMixer.NAME, Ns.s(1));
                for (int n = 0; n < 10_000; n++) {
                    k.msgSend(coid, MixerMessages.of(MixerMessages.VOLUME, 0, n % 1_000), null);
                }
            }).spawn("map", 10, k -> {
                for (int n = 1; n < 20; n++) {
                    k.sleepUntil(n * Ns.us(33_337));
                    k.compute(Ns.ms(20));
                }
            });
            unit.run(Ns.ms(500));
            return unit.sound.read(SoundOutput.SILENT);
        }
    }

    @Test
    void aLowClientCannotHoldUpTheSoundThanksToPriorityInheritance() {
        assertEquals(0, silentPeriods("inherit"));
        int silent = silentPeriods("none");
        assertTrue(silent > 5, silent + " silent periods");
    }

    @Test
    void streamsGoOnWithAMixerThatIsStartedAgain() {
        try (var unit = new HeadUnit().spawn("audio", new AudioMixer(), 17)
                .spawn("player", 10, k -> play(k, SoundClass.MEDIA, 1_000, 2 * SoundFormat.RATE_HZ))
                .spawn("guardian", 30, k -> {
                    k.sleep(Ns.ms(500));
                    k.kill(k.processes().stream().filter(p -> p.name().equals("audio")).findFirst().orElseThrow().pid(),
                            Signal.SIGKILL);
                    k.sleep(Ns.ms(100));
                    k.spawn("audio", new AudioMixer(), List.of(), rtk.kernel.api.ThreadAttr.named("main").priority(17));
                })) {
            unit.run(Ns.ms(1_500));

            // Silent while there is no mixer, then on within the time that the ring takes, the patience and a retry: 42.7 + 20 + 10 ms.
            int silent = unit.sound.read(SoundOutput.SILENT);
            assertTrue(silent >= 17 && silent <= 19, silent + " silent periods");
            var back = unit.seen("audio-mixed").stream().filter(m -> m.timeNs() > Ns.ms(600) && m.value() == 1_000).findFirst();
            assertTrue(back.orElseThrow().timeNs() < Ns.ms(675), back::toString);
        }
    }

    @Test
    void aClientThatDiesLeavesNothingBehind() {
        try (var unit = new HeadUnit().spawn("audio", new AudioMixer(), 17).spawn("player", 10, k -> {
            for (int n = 0; n < 100; n++) {
                k.waitpid(k.spawn("short", (child, args) -> {
                    new SoundStream(child, SoundClass.MEDIA, 256).write(loud(1, 256), 256);
                    return 0;
                }, List.of(), rtk.kernel.api.ThreadAttr.named("main")));
            }
            k.trace("done", 1);
        })) {
            unit.run(Ns.s(1));

            assertEquals(List.of(1L), unit.values("done"));
        }
    }

    @Test
    void nonsenseIsRefusedWithAnErrnoAndWrongArgumentsWithASentence() {
        var errnos = new ArrayList<Errno>();
        try (var unit = new HeadUnit().spawn("audio", new AudioMixer(), 17).spawn("client", 10, k -> {
            int coid = rtk.resmgr.NameService.openWhenThere(k, AudioMixer.NAME, Ns.s(1));
            for (byte[] message : new byte[][]{{1, 2, 3}, MixerMessages.of(0, 0, 0),
                MixerMessages.of(MixerMessages.OPEN, 9, 1_000),
                MixerMessages.of(MixerMessages.OPEN, 0, 255), MixerMessages.of(MixerMessages.OPEN, 0, 48_001),
                MixerMessages.of(MixerMessages.CLOSE, 0, 77), MixerMessages.of(MixerMessages.VOLUME, 0, 1_001),
                MixerMessages.of(MixerMessages.SET_CLASS, -1, 1)}) {
                try {
                    k.msgSend(coid, message, null);
                } catch (ErrnoException e) {
                    errnos.add(e.errno());
                }
            }
        })) {
            unit.run(Ns.ms(50));
            unit.spawn("other", new AudioMixer(), 17, "--lock", "some").spawn("third", new AudioMixer(), 17, "--sound", "x");
            unit.kernel.run(Ns.ms(60));

            assertEquals(List.of(Errno.EINVAL, Errno.ENOSYS, Errno.EINVAL, Errno.EINVAL, Errno.EINVAL, Errno.EINVAL, Errno.EINVAL,
                    Errno.EINVAL), errnos);
            var sentences = unit.kernel.failures().stream().map(failure -> failure.message()).toList().toString();
            assertTrue(sentences.contains("other: --lock: found some, expected inherit or none"), sentences);
            assertTrue(sentences.contains("third: no sound named 'x'; this board has sound0"), sentences);
        }
    }
}
