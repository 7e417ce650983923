package rtk.apps.infotainment.media;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.apps.infotainment.HeadUnit;
import rtk.apps.infotainment.audio.AudioMixer;
import rtk.board.media.SoundOutput;
import rtk.board.serial.SerialFeed;
import rtk.board.sim.Ns;
import rtk.resmgr.Posix;
import rtk.resmgr.dev.SerialManager;
import rtk.resmgr.ipc.PpsManager;

class TunerTest {
    private static final long GROUP_NS = Ns.us(87_579);

    /// Each group when it would come off the air.
    private static void receive(HeadUnit unit, String... lines) {
        var bursts = new ArrayList<SerialFeed.Burst>();
        for (String line : lines) {
            bursts.add(new SerialFeed.Burst(GROUP_NS * (bursts.size() + 1), (line + "\r\n").getBytes(US_ASCII)));
        }
        new SerialFeed(unit.world, unit.uart, bursts).start();
    }

    @Test
    void trafficIsAnnouncedAndTheStationIsKnownToWhoeverAsks() {
        var pages = new ArrayList<String>();
        try (var unit = new HeadUnit().spawn("devc-ser", new SerialManager(), 20, "ser1").spawn("pps", new PpsManager(), 12)
                .spawn("audio", new AudioMixer(), 17).spawn("radio", new Tuner(), 14, "--tuner", "/dev/ser1", "--listen", "no")
                .spawn("page", 8, k -> {
                    k.sleep(Ns.ms(2_900));
                    var posix = new Posix(k);
                    var page = new byte[200];
                    int count = posix.read(posix.open("/pps/radio/station", Posix.O_RDONLY), page);
                    pages.add(new String(page, 0, count, UTF_8));
                })) {
            receive(unit, "D3C2 0408 E0CD 4D44", "D3C2 0409 E0CD 5220", "noise", "D3C2 040A E0CD 4A55", "D3C2 040F E0CD 4D50",
                    "D3C2 FC10 D3C2 FC10", "D3C2 2410 4869 210D", "D3C2 0418 E0CD 4D44", "D3C2 0419 E0CD 5220",
                    "D3C2 FC00 D3C2 FC00");
            unit.run(Ns.s(3));

            assertEquals(List.of(0xd3c2L), unit.values("radio-station"));
            assertEquals(List.of(8L), unit.values("radio-name"));
            assertEquals(List.of("@radio/station\nidentification:n:54210\nname::MDR JUMP\ntext::Hi!\n"), pages);
            assertEquals(List.of(1L), unit.values("radio-bad"));
            // Groups 6 and 10.
            assertEquals(List.of(1L, 0L), unit.values("radio-traffic"));
            long heardNs = unit.values("audio-mixed").stream().filter(peak -> peak > 0).count() * Ns.us(5_333);
            assertEquals(4 * GROUP_NS / 1e6, heardNs / 1e6, 12);
            assertEquals(List.of(), unit.values("audio-missing"));
        }
    }

    @Test
    void theRadioPlaysWithoutAGap() {
        try (var unit = new HeadUnit().spawn("devc-ser", new SerialManager(), 20, "ser1").spawn("audio", new AudioMixer(), 17)
                .spawn("radio", new Tuner(), 14, "--tuner", "/dev/ser1")) {
            unit.run(Ns.s(2));

            assertEquals(0, unit.sound.read(SoundOutput.SILENT));
            assertEquals(List.of(), unit.values("audio-missing"));
            // From 25 ms, when its program is loaded, and four periods of silence later.
            assertTrue(unit.values("audio-mixed").stream().skip(12).allMatch(peak -> peak > 5_000));
        }
    }
}
