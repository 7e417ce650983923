package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run whose recording a program controls from inside.
class TraceControlTest {
    @TempDir
    private Path directory;

    @Test
    void theTraceIsSmallerTheRestIsTheSameAndAReplayComesToTheSameDigest() throws Exception {
        Files.writeString(directory.resolve("Quiet.java"), """
                import java.util.List;
                import rtk.kernel.api.*;
                import rtk.resmgr.Posix;
                public final class Quiet implements Program {
                    public int main(KernelCalls k, List<String> args) {
                        var posix = new Posix(k);
                        int fd = posix.openWhenThere("/dev/trace", Posix.O_WRONLY, 1_000_000);
                        if (!args.isEmpty()) posix.write(fd, args.getFirst().getBytes(), args.getFirst().length());
                        return 0;
                    }
                }
                """);
        String scenario = """
                duration: 100ms
                processes: [ { name: trace, program: trace, priority: 20 }, { name: quiet, program: Quiet.java, args: ["all"] } ]
                tasks: [ { name: t, period: 1ms, wcet: 100us, priority: 15 } ]
                require: [ task t response max <= 1ms ]
                """;
        Files.writeString(directory.resolve("loud.yaml"), scenario);
        Files.writeString(directory.resolve("quiet.yaml"), scenario.replace("\"all\"", "\"stop\""));

        var loud = Shell.rtk("run", directory.resolve("loud.yaml").toString());
        var quiet = Shell.rtk("run", directory.resolve("quiet.yaml").toString(), "--out", directory.resolve("out").toString());
        var replay = Shell.rtk("replay", directory.resolve("out/trace.rtk").toString());

        assertEquals(0, quiet.exitCode(), quiet.err());
        assertEquals(loud.out(), quiet.out());
        assertTrue(quiet.err().matches("(?s).*rtk: \\d+ events are not in the trace, by what programs wrote to /dev/trace\n.*"),
                quiet.err());
        assertTrue(replay.out().startsWith("same: "), replay.out() + replay.err());
    }
}
