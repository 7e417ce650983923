package rtk.apps.infotainment.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.apps.infotainment.Bench;
import rtk.apps.infotainment.DriveCycle;
import rtk.apps.infotainment.VehicleGateway;
import rtk.apps.infotainment.isotp.IsoTpLink;
import rtk.apps.infotainment.isotp.IsoTpSettings;
import rtk.apps.infotainment.isotp.IsoTpSocket;
import rtk.apps.infotainment.update.UpdateService;
import rtk.board.can.CanBus;
import rtk.board.sim.Ns;
import rtk.resmgr.fs.RamFileSystem;

/// Diagnostics on a board: the vehicle's bus, the bus of the socket, gateway and update service; the tester has the other controller on that bus.
class DiagnosticsServiceTest {
    private static Bench bench(String bits) {
        var bench = new Bench();
        CanBus vehicle = bench.bus("can0");
        bench.bus("can2", "can3");
        DriveCycle.start(bench.world(), vehicle);
        bench.spawn("gateway", new VehicleGateway(), 18);
        bench.spawn("diagnostics", new DiagnosticsService(), 11, "--bits", bits);
        return bench;
    }

    private static String text(byte[] bytes) { return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes); }

    /// Asks one after the other from 2 s on, when the car does 7 m/s.
    private static List<String> answers(Bench bench, String bits, String... requests) {
        var answers = new ArrayList<String>();
        bench.spawn("tester", (k, args) -> {
            var socket = new IsoTpSocket(k, "/dev/can3", new IsoTpLink(Addresses.tester("tester", bits), IsoTpSettings.DEFAULT));
            k.sleepUntil(Ns.s(2));
            for (String request : requests) {
                socket.send(HexFormat.of().parseHex(request.replace(" ", "")));
                var answer = socket.await(k.nowNs() + Ns.ms(100));
                answers.add(answer == null ? null : text(answer.bytes()));
            }
            return 0;
        }, 10);
        assertTrue(bench.kernel().run(Ns.s(3)));
        assertEquals(List.of(), bench.kernel().failures());
        return answers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"11", "29"})
    void aTesterReadsWhatTheVehicleSays(String bits) {
        try (var bench = bench(bits)) {
            var answers = answers(bench, bits, "01 0D", "09 02", "22 F1 90 F1 8C", "01 02", "03");

            // Just below 7 m/s: 24 km/h and a bit.
            assertEquals("41 0D 18", answers.get(0));
            assertEquals("49 02 01 52 54 4B 45 52 4E 45 4C 30 53 41 4D 50 4C 45 30 31", answers.get(1));
            assertTrue(answers.get(2).startsWith("62 F1 90 52 54 4B") && answers.get(2).contains("F1 8C 52 54 4B 30"),
                    answers.get(2));
            assertEquals(null, answers.get(3));
            assertEquals("43 00", answers.get(4));
            assertEquals(List.of(), bench.values("diag-late"));
            assertEquals(List.of(), bench.values("diag-unsent"));
        }
    }

    @Test
    void aCarThatFallsSilentIsATroubleCodeASecondLater() {
        try (var bench = bench("11")) {
            bench.killAt(Ns.s(1), "dev-can0");

            assertTrue(bench.kernel().run(Ns.s(4)));

            // Three control units, each missed 1 s after its last frame and confirmed ten tests later.
            var counts = bench.traced("trouble-codes");
            assertEquals(3, counts.getLast().value());
            assertTrue(counts.getFirst().timeNs() > Ns.ms(2_700) && counts.getLast().timeNs() < Ns.ms(3_200), counts::toString);
        }
    }

    @Test
    void aTesterBringsNewSoftware() {
        try (var bench = new Bench()) { // without a car there is no speed that forbids it
            bench.bus("can2", "can3");
            bench.spawn("diagnostics", new DiagnosticsService(), 11);
            bench.spawn("fs-ram", new RamFileSystem(), 15);
            bench.spawn("update", new UpdateService(), 9);
            bench.spawn("tester", new Tester(), 10, "--can", "/dev/can3", "--flash", "10000", "--flash-at", "500ms");

            assertTrue(bench.kernel().run(Ns.s(4)));

            assertEquals(List.of(), bench.kernel().failures());
            assertEquals(List.of(10_000L), bench.values("flashed"));
            assertEquals(List.of(0L, 1L), bench.values("update-slot"));
            assertEquals(10, bench.traced("update-written").size());
            assertEquals(List.of(), bench.values("tester-refused"));
            assertEquals(List.of(), bench.values("tester-unanswered"));
            assertEquals(List.of(), bench.values("diag-late"));
        }
    }

    @Test
    void aMovingCarIsNotProgrammed() {
        try (var bench = bench("11")) {
            bench.spawn("tester", (k, args) -> {
                k.sleepUntil(Ns.s(1));
                return new Tester().main(k, args);
            }, 10, "--can", "/dev/can3", "--flash", "100");

            assertTrue(bench.kernel().run(Ns.ms(3_900)));

            // Vehicle speed too high, every half a second.
            assertEquals(List.of(0x88L, 0x88L, 0x88L, 0x88L, 0x88L, 0x88L), bench.values("tester-refused"));
            assertEquals(List.of(), bench.values("flashed"));
        }
    }

    @Test
    void aWrongArgumentIsSaidInOneSentence() {
        try (var bench = new Bench()) {
            bench.spawn("diagnostics", new DiagnosticsService(), 11, "--bits", "12");
            bench.spawn("other", new DiagnosticsService(), 11, "--vin", "IOQ");
            bench.spawn("tester", new Tester(), 11, "--ask", "1");

            bench.kernel().run(Ns.ms(10));

            String all = bench.kernel().failures().toString();
            assertTrue(all.contains("diagnostics: --bits: found 12, expected 11 or 29"), all);
            assertTrue(all.contains("found IOQ, expected a vehicle identification number"), all);
            assertTrue(all.contains("tester: --ask: found 1, expected bytes such as \"01 0C\""), all);
        }
    }
}
