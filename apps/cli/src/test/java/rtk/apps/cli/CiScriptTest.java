package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the CI examples call is a plain script, and runs as one.
final class CiScriptTest {
    @TempDir
    private Path folder;

    @Test
    void theScriptLeavesItsFilesAndTheExitCodeOfTheVerdict() throws Exception {
        String root = System.getProperty("rtk.root");
        assumeTrue(root != null && Files.exists(Path.of("/bin/bash")), "rtk.root or bash is missing: skipped");
        Path model = Files.writeString(folder.resolve("late.yaml"), """
                duration: 20ms
                tasks: [ { name: a, period: 5ms, wcet: 2ms } ]
                require: [ task a response max <= 1ms ]
                """);
        Path out = folder.resolve("out");
        Path summary = folder.resolve("summary");
        var script = new ProcessBuilder("/bin/bash", Path.of(root, "scripts/ci/verify.sh").toString(), model.toString(),
                out.toString(), "--runs", "0").redirectErrorStream(true);
        script.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        script.environment().put("RTK", System.getProperty("java.home") + "/bin/java -XX:TieredStopAtLevel=1 "
                + "--add-exports java.base/jdk.internal.vm=ALL-UNNAMED rtk.apps.cli.Main");
        script.environment().put("GITHUB_STEP_SUMMARY", summary.toString());
        Process process = script.start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertEquals(1, process.waitFor(), said);
        assertTrue(Files.readString(out.resolve("verify.xml")).contains("<failure"), said);
        assertTrue(Files.exists(out.resolve("verify.json")) && Files.exists(out.resolve("worst.yaml")), said);
        assertTrue(Files.readString(summary).contains("| failed | task a response max"), said);
    }
}
