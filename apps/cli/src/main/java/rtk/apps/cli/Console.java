package rtk.apps.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import rtk.viz.TextStyle;

/// Where a verb reads and writes.
///
/// @param out results
/// @param err progress and complaints
/// @param colour whether results may be coloured
/// @param interactive whether `err` is a terminal that a progress line may redraw
@SuppressWarnings("AnnotateFormatMethod")
record Console(InputStream in, PrintStream out, PrintStream err, boolean interactive, boolean colour) {
    private static final int WIDTH = 100;

    /// Writes one line of progress or complaint.
    void note(String format, Object... args) {
        err.println(args.length == 0 ? format : String.format(Locale.ROOT, format, args));
    }

    /// Writes one line of result.
    void line(String format, Object... args) {
        out.println(args.length == 0 ? format : String.format(Locale.ROOT, format, args));
    }

    /// How charts and tables look here.
    TextStyle style() {
        boolean unicode = Charset.defaultCharset().equals(StandardCharsets.UTF_8) && !"C".equals(System.getenv("LC_ALL"));
        return new TextStyle(WIDTH, unicode, colour);
    }

    /// All lines of standard input.
    List<String> inputLines() {
        try {
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
        } catch (UncheckedIOException e) {
            throw new Failure(ExitCode.IO, "standard input: " + reason(e.getCause()));
        }
    }

    /// Fails with a sentence unless `path` is a readable file.
    static Path existing(Path path) {
        if (Files.isDirectory(path)) {
            throw new Failure(ExitCode.USAGE, path + ": is a directory, expected a file");
        }
        if (!Files.exists(path)) {
            throw new Failure(ExitCode.USAGE, path + ": no such file");
        }
        if (!Files.isReadable(path)) {
            throw new Failure(ExitCode.IO, path + ": cannot be read (permissions)");
        }
        return path;
    }

    /// What went wrong, as one would say it.
    static String reason(IOException e) {
        String message = e.getMessage();
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
            case java.nio.file.AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case java.nio.file.FileSystemException other when other.getReason() == null -> other.getFile() + ": cannot be used ("
                    + other.getClass().getSimpleName().replace("Exception", "") + ")";
            default -> message == null ? e.getClass().getSimpleName() : message;
        };
    }
}
