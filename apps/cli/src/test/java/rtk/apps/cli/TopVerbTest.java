package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopVerbTest {
    @TempDir
    private Path folder;

    @Test
    void onceIsOneScreenOf80By24WithTheLatenciesCoresAndThreads() throws IOException {
        Path scenario = Files.writeString(folder.resolve("s.yaml"), """
                scenario: s
                duration: 100ms
                tasks:
                  - { name: high, period: 10ms, wcet: 3ms, priority: 30 }
                  - { name: low, period: 20ms, wcet: 4ms, priority: 20 }
                paths: [ { name: done, from: release low, to: complete low } ]
                """);

        Shell top = Shell.rtk("top", scenario.toString(), "--once");

        List<String> lines = top.out().lines().toList();
        assertEquals(0, top.exitCode(), top.err());
        assertTrue(lines.size() <= 24 && lines.stream().allMatch(line -> line.length() < 80), top.out());
        assertTrue(lines.stream().anyMatch(line -> line.matches("done +5 +7 ms +7 ms +7 ms")), top.out());
        assertTrue(lines.stream().anyMatch(line -> line.matches("tasks/\\d +low .* 20 ms")), top.out());
        assertFalse(top.out().contains("\033"));
    }
}
