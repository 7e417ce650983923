package rtk.apps.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `rtk init`: a project of the user's own.
@Command(name = "init", description = "Writes a small Maven project of your own: a scenario, a service in Java, its test, a README.")
final class InitVerb implements Callable<Integer> {
    private static final String TEMPLATE = "init/";
    /// Below the folder of the template and of the project alike.
    static final List<String> FILES = List.of("README.md", "check", "rtk", "pom.xml", "scenario.yaml", ".gitignore",
            "src/main/java/coolant/CoolantMonitor.java", "src/test/java/coolant/CoolantMonitorTest.java");
    private static final List<String> SCRIPTS = List.of("check", "rtk");

    private final Console console;

    @Parameters(paramLabel = "DIR", description = "A new or empty folder.")
    private Path folder;

    InitVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new Failure(ExitCode.USAGE, folder + ": is a file, expected a new or empty folder");
        }
        if (Files.isDirectory(folder) && !isEmpty(folder)) {
            throw new Failure(ExitCode.USAGE,
                    folder + ": is not empty, expected a new or empty folder; try " + folder + "/coolant");
        }
        String home = home().toString();
        for (String file : FILES) write(file, home);
        console.line("In %s: a service that serves /dev/coolant, its scenario and its test. Try next:", folder);
        console.line("  cd %s && ./check", folder);
        return ExitCode.OK;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }

    private void write(String file, String home) throws IOException {
        String text;
        // Tools that pack resources leave files out whose names begin with a dot.
        try (InputStream in = InitVerb.class.getResourceAsStream(TEMPLATE + file.replace(".gitignore", "gitignore"))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Path target = folder.resolve(file);
        Files.createDirectories(target.getParent());
        Files.writeString(target, text.replace("@NAME@", name()).replace("@VERSION@", Version.product()).replace("@HOME@", home));
        if (SCRIPTS.contains(file) && !target.toFile().setExecutable(true, false)) {
            throw new IOException(target + ": cannot be made executable");
        }
    }

    /// The folder's name, as Maven and scenarios take it.
    private String name() {
        String word = folder.toAbsolutePath().normalize().getFileName() + "";
        String name = word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return name.isEmpty() ? "coolant" : name;
    }

    /// The checkout that this program was built in: three above `apps/cli/target/rtk.jar`.
    private static Path home() {
        try {
            Path code = Path.of(InitVerb.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            for (Path home = code; home != null; home = home.getParent()) {
                if (Files.isExecutable(home.resolve("scripts/rtk"))) return home;
            }
            throw new Failure(ExitCode.IO, code + ": is in no checkout of rtk; init needs one, for projects build against it");
        } catch (URISyntaxException e) {
            throw new Failure(ExitCode.IO, "where this program is cannot be told", e);
        }
    }
}
