package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// What `rtk init` writes, without Maven; `scripts/nightly` does what its README says, with it.
class InitVerbTest {
    private static final Pattern PLUGIN = Pattern.compile("<artifactId>(maven-\\w+-plugin)</artifactId>\\s*<version>([^<]+)<");

    @TempDir
    private Path directory;

    private static void compile(Path sources, Path classes, String classPath) throws Exception {
        Files.createDirectories(classes);
        var said = new ByteArrayOutputStream();
        String source;
        try (var all = Files.walk(sources)) {
            source = all.filter(Files::isRegularFile).findFirst().orElseThrow().toString();
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, said, said, "-proc:none", "-Xlint:all", "-Werror", "-d",
                classes.toString(), "-cp", classPath, source);
        assertEquals(0, status, said.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theProjectCompilesItsTestsPassAndItsScenarioMeetsItsRequirements() throws Exception {
        Path project = directory.resolve("My Service");
        assertEquals(0, Shell.rtk("init", project.toString()).exitCode());
        Path classes = project.resolve("target/classes");
        Path tests = project.resolve("target/test-classes");
        String classPath = System.getProperty("java.class.path");
        compile(project.resolve("src/main/java"), classes, classPath);
        compile(project.resolve("src/test/java"), tests, classes + ":" + classPath);

        var listener = new SummaryGeneratingListener();
        try (var loader = new URLClassLoader(new URL[]{classes.toUri().toURL(), tests.toUri().toURL()},
                InitVerbTest.class.getClassLoader())) {
            LauncherFactory.create().execute(LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(loader.loadClass("coolant.CoolantMonitorTest"))).build(), listener);
        }
        var run = Shell.rtk("run", project.resolve("scenario.yaml").toString());

        assertEquals(3, listener.getSummary().getTestsSucceededCount(),
                listener.getSummary().getFailures().stream().map(failure -> failure.getException().toString()).toList()
                        .toString());
        assertEquals(0, listener.getSummary().getTestsFailedCount());
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("passed") && run.out().contains("warm max <= 500us"), run.out());
        assertTrue(run.err().startsWith("rtk: my-service, seed 1, 10 s"), run.err());
        assertTrue(Files.isExecutable(project.resolve("check")) && Files.isExecutable(project.resolve("rtk")));
    }

    @Test
    void onlyANewOrEmptyFolderIsTaken() throws Exception {
        Files.writeString(directory.resolve("mine.txt"), "mine");

        var full = Shell.rtk("init", directory.toString());
        var file = Shell.rtk("init", directory.resolve("mine.txt").toString());

        assertEquals("rtk: " + directory + ": is not empty, expected a new or empty folder; try " + directory + "/coolant",
                full.err().strip());
        assertEquals(2, full.exitCode());
        assertEquals("rtk: " + directory.resolve("mine.txt") + ": is a file, expected a new or empty folder", file.err().strip());
        assertEquals(2, file.exitCode());
        assertEquals(List.of("mine.txt"), List.of(directory.toFile().list()));
    }

    @Test
    void theProjectUsesThePluginsThatThisOneUses() throws Exception {
        String own = Files.readString(Path.of(System.getProperty("rtk.root"), "pom.xml"));
        Files.createDirectory(directory.resolve("x"));
        Shell.rtk("init", directory.resolve("x").toString());
        String written = Files.readString(directory.resolve("x/pom.xml"));

        assertEquals(3, PLUGIN.matcher(written).results().filter(plugin -> own.matches("(?s).*<artifactId>"
                + plugin.group(1) + "</artifactId>\\s*<version>" + Pattern.quote(plugin.group(2)) + "<.*")).count());
        assertTrue(own.contains("<junit.version>5.14.4<") && written.contains("<version>5.14.4<"));
        assertTrue(written.contains("<rtk.home>" + Path.of(System.getProperty("rtk.root")).toRealPath() + "<"), written);
    }
}
