package rtk.trace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The real reader of a format, where it is installed.
final class Tool {
    private static final int SECONDS_MAX = 60;

    private Tool() {}

    /// Skips the test where `program` is not there.
    ///
    /// @param folder for its output
    /// @return what it wrote to standard output
    static List<String> run(Path folder, String debianPackage, String program, String... arguments)
            throws IOException, InterruptedException {
        Path binary = Path.of("/usr/bin", program);
        assumeTrue(Files.isExecutable(binary), program + " not installed (apt-get install " + debianPackage + "): skipped");
        Path out = folder.resolve(program + ".out");
        Path err = folder.resolve(program + ".err");
        var command = new java.util.ArrayList<>(List.of(binary.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out.toFile())
                .redirectError(err.toFile()).start();
        assertTrue(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS), program + " did not end");
        assertEquals(0, process.exitValue(), Files.readString(err));
        return Files.readAllLines(out, StandardCharsets.UTF_8);
    }
}
