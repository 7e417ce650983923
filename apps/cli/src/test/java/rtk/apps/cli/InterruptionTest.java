package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C, sent to a process of its own.
final class InterruptionTest {
    @TempDir
    private Path folder;

    @Test
    void anInterruptedRunLeavesATraceThatReplays() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/env")) && File.separatorChar == '/', "needs env of GNU coreutils");
        Path out = folder.resolve("out");
        // env, because a process started in the background may have inherited to ignore the signal.
        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-exports") || argument.startsWith("-Djdk.")).toList());
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), "rtk.apps.cli.Main", "run", "builtin:cockpit", "--duration",
                        "600s", "--pace", "1x", "--out", out.toString()));
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(command).redirectError(errors.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            while (process.isAlive()
                    && !(Files.exists(out.resolve("trace.rtk")) && Files.size(out.resolve("trace.rtk")) > 10_000)) {
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still running");
        } finally {
            process.destroyForcibly();
        }

        String said = Files.readString(errors);
        assertEquals(130, process.exitValue(), said);
        assertTrue(said.contains("rtk: interrupted at"), said);
        assertTrue(Files.exists(out.resolve("summary.json")), said);
        Shell info = Shell.rtk("trace", "info", out.resolve("trace.rtk").toString());
        assertTrue(info.exitCode() == 0 && info.out().contains("complete"), info.out() + info.err());
    }
}
