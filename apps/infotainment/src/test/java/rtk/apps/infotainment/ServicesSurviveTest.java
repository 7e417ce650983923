package rtk.apps.infotainment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import rtk.apps.infotainment.climate.ClimateBox;
import rtk.apps.infotainment.climate.ClimateControl;
import rtk.apps.infotainment.diagnostics.DiagnosticsService;
import rtk.apps.infotainment.diagnostics.Tester;
import rtk.apps.infotainment.phone.Phone;
import rtk.apps.infotainment.update.UpdateService;
import rtk.board.serial.DialogueScript;
import rtk.board.serial.SerialDialogue;
import rtk.board.sim.Ns;
import rtk.kernel.api.Program;
import rtk.resmgr.dev.CanManager;
import rtk.resmgr.dev.SerialManager;
import rtk.resmgr.fs.RamFileSystem;
import rtk.resmgr.ipc.PpsManager;

/// Diagnostics, climate, phone and update together, with the drivers and managers that they lean on. Each of them is killed at some time and started
/// again; the others live, and a second later all of them do what they are there for.
class ServicesSurviveTest {
    private static final String MODEM = "else\n< OK\n> AT+CSQ\n< +CSQ: 20,99\n< OK\n> AT+CREG?\n< +CREG: 1,1\n< OK\n";

    private static final int ROUNDS = Boolean.getBoolean("rtk.nightly") ? 50 : 1;

    private record Part(int priority, Supplier<Program> program, List<String> args) {}

    private static Map<String, Part> parts() {
        var parts = new LinkedHashMap<String, Part>();
        parts.put("dev-can1", new Part(21, CanManager::new, List.of("can1")));
        parts.put("dev-can2", new Part(21, CanManager::new, List.of("can2")));
        parts.put("devc-ser2", new Part(20, SerialManager::new, List.of("ser2")));
        parts.put("gateway", new Part(18, VehicleGateway::new, List.of("--can", "/dev/can5/rx0")));
        parts.put("pps", new Part(15, PpsManager::new, List.of()));
        parts.put("fs-ram", new Part(15, RamFileSystem::new, List.of()));
        parts.put("phone", new Part(12, Phone::new, List.of()));
        parts.put("climate", new Part(11, ClimateControl::new, List.of()));
        parts.put("diagnostics", new Part(11, DiagnosticsService::new, List.of()));
        parts.put("update", new Part(9, UpdateService::new, List.of()));
        return parts;
    }

    private static Bench start(Map<String, Part> parts) throws IOException {
        var bench = new Bench();
        bench.bus("can1", "can4");
        bench.bus("can2", "can3");
        bench.bus("can5");
        var uart = bench.line("ser2");
        try (var in = new ByteArrayInputStream(MODEM.getBytes(StandardCharsets.US_ASCII))) {
            new SerialDialogue(bench.world(), uart, DialogueScript.read("modem.at", in)).start();
        }
        parts.forEach((name, part) -> {
            if (!name.startsWith("dev")) bench.spawn(name, part.program.get(), part.priority, part.args.toArray(String[]::new)); // those are there
        });
        bench.spawn("box", new ClimateBox(), 10, "--can", "/dev/can4");
        bench.spawn("tester", new Tester(), 10, "--can", "/dev/can3", "--rate", "20Hz", "--ask", "01 00", "--ask", "09 02",
                "--ask",
                "22 F1 95");
        return bench;
    }

    private static long countAfter(Bench bench, String name, long timeNs) {
        return bench.traced(name).stream().filter(traced -> traced.timeNs() > timeNs).count();
    }

    @Test
    void whoeverDiesIsTakenUpAgainByTheOthers() throws IOException {
        var random = new SplittableRandom(9);
        var parts = parts();
        for (String victim : parts.keySet()) {
            for (int round = 0; round < ROUNDS; round++) {
                long killNs = random.nextLong(Ns.ms(50), Ns.ms(1_500));
                long againNs = killNs + random.nextLong(Ns.us(10), Ns.ms(60));
                String what = victim + " killed at " + killNs + " ns, started again at " + againNs;
                try (var bench = start(parts)) {
                    bench.killAt(killNs, victim);
                    assertTrue(bench.kernel().run(againNs), what);
                    var part = parts.get(victim);
                    bench.spawn(victim, part.program.get(), part.priority, part.args.toArray(String[]::new));

                    assertTrue(bench.kernel().run(Ns.ms(5_300)), what);

                    for (var failure : bench.kernel().failures()) assertEquals(victim, failure.process(), what + ": " + failure);
                    assertTrue(countAfter(bench, "reading-answered", Ns.s(3)) >= 40, what);
                    assertTrue(countAfter(bench, "climate-command", Ns.s(3)) >= 20, what);
                    assertTrue(countAfter(bench, "phone-signal", againNs) >= 1, what);
                    assertTrue(bench.traced("update-slot").size() >= 1, what);
                }
            }
        }
    }
}
