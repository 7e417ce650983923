package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtk.trace.TraceText;

/// Programs that a scenario brings along: one `.java` file, or folders of classes.
class OwnProgramsTest {
    private static final String HELLO = """
            import java.util.List;
            import rtk.kernel.api.*;

            public final class Hello implements Program {
                static int runs;

                @Override
                public int main(KernelCalls k, List<String> args) {
                    k.compute(3_000);
                    k.trace("hello", ++runs);
                    return 0;
                }
            }
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void scenario() throws IOException {
        write("s.yaml", """
                duration: 1ms
                processes:
                  - { name: hello, program: hello.java, priority: 12 }
                  - { name: again, program: hello.java, priority: 11 }
                """);
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(directory.resolve(name).getParent());
        Files.writeString(directory.resolve(name), text);
    }

    private Scenario load() throws ScenarioException { return ScenarioFile.load(directory.resolve("s.yaml"), List.of()); }

    private List<String> problems() {
        var failure = assertThrows(ScenarioException.class, this::load);
        return failure.problems().stream().map(problem -> problem.toString().replace(directory + "/", "")).toList();
    }

    private static List<String> told(Scenario scenario) throws IOException {
        var text = new StringBuilder();
        try (var simulation = new Simulation(scenario, new TraceText(text, TraceText.kinds(List.of("user"))),
                Simulation.Options.DEFAULT)) {
            simulation.run();
        }
        return text.toString().lines().map(line -> line.strip().replaceAll("\\s+", " ")).toList();
    }

    @Test
    void aFileIsCompiledAndRunsAndEachProcessAndEachRunHasItsOwnStatics() throws Exception {
        write("hello.java", HELLO);
        var scenario = load();

        var first = told(scenario);

        assertEquals(List.of("0.003000 ms user hello/1 hello value 1", "0.006000 ms user again/1 hello value 1"), first);
        assertEquals(first, told(scenario));
    }

    @Test
    void anErrorPointsIntoTheFileWithAHint() throws Exception {
        write("hello.java", HELLO.replace("k.compute(3_000)", "k.computee(3_000)").replace("return 0;", "return nothing;"));

        assertEquals(List.of(
                "hello.java:9:10: found cannot find symbol, method computee(int), variable k of type KernelCalls, "
                        + "expected Java that compiles; did you mean compute?",
                "hello.java:11:16: found cannot find symbol, variable nothing, class Hello, expected Java that compiles"),
                problems());
    }

    @Test
    void aMissingSemicolonIsSaidAsWhatWasExpected() throws Exception {
        write("hello.java", HELLO.replace("k.compute(3_000);", "k.compute(3_000)"));

        assertEquals(List.of("hello.java:9:25: found something else, expected ';'"), problems());
    }

    @Test
    void whatIsNoProgramOrSeveralIsSaid() throws Exception {
        write("hello.java", "public class Hello {}");
        assertEquals(List.of("hello.java: found no class that implements rtk.kernel.api.Program, expected one public class that "
                + "implements rtk.kernel.api.Program; write public final class Hello implements Program"), problems());

        write("hello.java", HELLO.replace("public final class Hello", "final class Hello"));
        assertTrue(problems().getFirst().startsWith("hello.java: found the class Hello"), problems().toString());

        Files.delete(directory.resolve("hello.java"));
        assertTrue(problems().getFirst().startsWith("s.yaml:3:29: found hello.java, which does not exist"),
                problems().toString());
    }

    @Test
    void askingTheHostIsRefusedWithWhatToCallInstead() throws Exception {
        write("hello.java",
                HELLO.replace("k.compute(3_000)", "k.compute(System.nanoTime() % 3 + new java.util.Random().nextInt(9))"));

        assertEquals(List.of(
                "hello.java:9:1: found java.lang.System.nanoTime(…), which asks the host, expected simulated time: k.nowNs(); "
                        + "else no two runs would be the same",
                "hello.java:9:1: found new Random(…), which asks the host, expected randomness from the seed: read /dev/random "
                        + "(program dev-null), or new Random(number); else no two runs would be the same"),
                problems());
    }

    @Test
    void theManifestKeepsTheHashSoThatAReplayFindsAChange() throws Exception {
        write("hello.java", HELLO);
        var manifest = load().manifestJson("1");

        assertEquals("hello.java", ScenarioFile.fromManifest(manifest, directory).source().files().getFirst().path());
        write("hello.java", HELLO.replace("3_000", "4_000"));
        assertNotEquals(manifest, load().manifestJson("1"));
        var failure = assertThrows(ScenarioException.class, () -> ScenarioFile.fromManifest(manifest, directory));
        assertTrue(failure.getMessage().contains("the file has changed since the trace was recorded"), failure.getMessage());
        assertEquals(2, ScenarioFile.recorded(manifest).processes().size());
    }

    @Test
    void programsFromAFolderOfClassesAreFoundByNameWithTheirResources() throws Exception {
        write("Park.java", """
                package park;
                public final class Park implements rtk.kernel.api.Program {
                    public int main(rtk.kernel.api.KernelCalls k, java.util.List<String> args) {
                        try (var in = Park.class.getResourceAsStream("sign.txt")) {
                            k.trace("sign", in.read());
                        } catch (java.io.IOException e) {
                            throw new IllegalStateException(e);
                        }
                        return 0;
                    }
                }
                """);
        write("classes/park/sign.txt", "P");
        var compiled = SourceCompiler.compile("Park.java", Files.readString(directory.resolve("Park.java")),
                System.getProperty("java.class.path"), Programs.loader(), new ArrayList<>());
        Files.write(directory.resolve("classes/park/Park.class"), compiled.files().get("park/Park.class"));
        write("s.yaml", """
                duration: 1ms
                class-path: [classes]
                processes: [{ name: park, program: park.Park }]
                """);

        assertTrue(told(load()).getFirst().endsWith("sign value 80"), told(load()).toString());
        assertEquals(List.of("classes/park/Park.class", "classes/park/sign.txt"),
                load().source().files().stream().map(SourceRoot.FileHash::path).toList());
    }

    @Test
    void aFolderThatIsNotThereIsSaidWithItsPlace() throws Exception {
        write("s.yaml", """
                class-path: [classes]
                """);

        assertEquals(List.of("s.yaml:1:13: found classes, which cannot be read, expected a folder of classes; "
                + "is it compiled? paths are relative to the scenario file"), problems());
    }

    @Test
    void aFolderOfArgumentsIsRelativeToTheScenarioAndAmongItsInputs() throws Exception {
        write("s.yaml", """
                duration: 5ms
                processes:
                  - { name: pps, program: pps, priority: 20, args: [--load, memory/, --save, kept/, --every, 2ms] }
                """);
        write("memory/seat", "@seat\nheight:n:42\n");
        var scenario = load();

        told(scenario);

        assertEquals("@seat\nheight:n:42\n", Files.readString(directory.resolve("kept/seat")));
        assertEquals(List.of("memory/seat"), scenario.source().files().stream().map(SourceRoot.FileHash::path).toList());
        assertEquals(scenario, ScenarioFile.fromManifest(scenario.manifestJson("1"), directory));
        Files.delete(directory.resolve("memory/seat"));
        Files.delete(directory.resolve("memory"));
        assertEquals(List.of("s.yaml:3:52: found memory/, which cannot be read, expected a folder; "
                + "paths are relative to the scenario file"), problems());
    }
}
