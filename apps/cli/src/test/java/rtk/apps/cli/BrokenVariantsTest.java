package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A verification fails when the design is broken, and says who is to blame.
final class BrokenVariantsTest {
    private static JsonNode failed(String require, String... args) {
        var all = new ArrayList<>(List.of("verify", "--json"));
        all.addAll(List.of(args));
        Shell shell = Shell.rtk(all.toArray(String[]::new));
        assertEquals(1, shell.exitCode(), shell.err());
        for (JsonNode verdict : JsonMapper.shared().readTree(shell.out()).get("verdicts")) {
            if (!verdict.get("require").stringValue().startsWith(require)) continue;
            assertEquals("failed", verdict.get("verdict").stringValue(), verdict.toString());
            return verdict;
        }
        throw new AssertionError("no requirement " + require + " in " + shell.out());
    }

    private static String firstBlame(JsonNode verdict) { return verdict.get("blame").get(0).get("reason").stringValue(); }

    @Test
    void theShippedScenarioPasses() {
        Shell shell = Shell.rtk("verify", "builtin:cockpit", "--runs", "3", "--duration", "500ms", "--json");

        assertEquals(0, shell.exitCode(), shell.err());
        for (JsonNode verdict : JsonMapper.shared().readTree(shell.out()).get("verdicts"))
            assertEquals("passed", verdict.get("verdict").stringValue(), verdict.toString());
    }

    private static String[] sharingALock(String protocol) {
        return new String[]{"builtin:cockpit", "--runs", "20", "--duration", "500ms", "--set",
            "mutexes=[{name: m, protocol: " + protocol + "}]", "--set",
            "tasks.+={name: high, period: 10ms, wcet: 100us, priority: 19, locks: [{mutex: m, for: 50us}]}", "--set",
            "tasks.+={name: low, period: 40ms, wcet: 2ms, priority: 7, locks: [{mutex: m, for: 1ms}]}", "--set",
            "require.+=task high response max <= 3ms"};
    }

    @Test
    void aLockWithoutInheritanceIsBlamedOnWhoRanMeanwhile() {
        var args = new ArrayList<>(List.of("verify"));
        args.addAll(List.of(sharingALock("inherit")));
        JsonNode high = failed("task high", sharingALock("none"));

        assertEquals(0, Shell.rtk(args.toArray(String[]::new)).exitCode());
        assertTrue(firstBlame(high).startsWith("priority inversion by tasks/"), high.toString());
    }

    @Test
    void aWindowWithInterruptsOffIsBlamedOnWhoHasIt() {
        JsonNode latency = failed("can-rx max", "builtin:cockpit", "--runs", "0", "--duration", "500ms", "--set",
                "processes.+={name: masker, program: rtk.apps.cli.MaskingProgram, priority: 9}");

        assertTrue(firstBlame(latency).contains("masker"), latency.toString());
    }

    @Test
    void aBabblingNodeIsBlamedByItsIdentifier() {
        JsonNode load = failed("bus can0 load", "builtin:cockpit", "--runs", "0", "--duration", "300ms", "--set",
                "faults.+={bus: can0, kind: babble, id: 0, at: 10ms}");

        assertEquals("frames with identifier 0x000 on can0", firstBlame(load));
    }
}
