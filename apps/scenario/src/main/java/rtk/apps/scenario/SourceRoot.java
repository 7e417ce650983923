package rtk.apps.scenario;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Where the files that a scenario names are.
public sealed interface SourceRoot {
    /// Opens `file`, relative to this root.
    InputStream open(String file) throws IOException;

    /// Is `name` a file of the host here?
    default boolean holds(String name) { return false; }

    /// The path by which programs reach `file`, which this root holds.
    default String path(String file) { return file; }

    /// The files below `folder`, by their paths from there, sorted.
    default List<String> files(String folder) throws IOException { throw new NoSuchFileException(folder); }

    /// A file that a scenario leans on.
    ///
    /// @param path as written in the scenario
    /// @param sha256 `sha256:` and 64 hexadecimal digits
    record FileHash(String path, long bytes, String sha256) {}

    /// Size and hash of `file`.
    default FileHash hash(String file) throws IOException {
        MessageDigest digest = sha256();
        long bytes = 0;
        try (InputStream in = open(file)) {
            byte[] buffer = new byte[65_536];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                bytes += n;
            }
        }
        return new FileHash(file, bytes, text(digest));
    }

    /// `sha256:` and the hash of `bytes`.
    static String hashOf(byte[] bytes) {
        MessageDigest digest = sha256();
        digest.update(bytes);
        return text(digest);
    }

    private static String text(MessageDigest digest) { return "sha256:" + HexFormat.of().formatHex(digest.digest()); }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// A directory of the host.
    record Directory(Path path) implements SourceRoot {
        @Override
        public InputStream open(String file) throws IOException {
            Path resolved = path.resolve(file);
            if (Files.isDirectory(resolved)) throw new IOException("it is a directory");
            return Files.newInputStream(resolved);
        }

        @Override
        public boolean holds(String name) {
            try {
                return Files.isRegularFile(path.resolve(name));
            } catch (InvalidPathException e) {
                return false;
            }
        }

        @Override
        public String path(String file) { return path.resolve(file).toString(); }

        @Override
        public List<String> files(String folder) throws IOException {
            Path start = path.resolve(folder);
            try (Stream<Path> all = Files.walk(start)) {
                return all.filter(Files::isRegularFile)
                        .map(file -> start.relativize(file).toString().replace(File.separatorChar, '/')).sorted().toList();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    /// Files that are named but not read, except cost profiles.
    record Unread(SourceRoot root) implements SourceRoot {
        @Override
        public InputStream open(String file) throws IOException { return root.open(file); }

        @Override
        public FileHash hash(String file) { return new FileHash(file, 0, ""); }

        @Override
        public List<String> files(String folder) { return List.of(); }
    }

    /// A folder on the class path.
    ///
    /// @param folder with `/` at its end
    record Resources(String folder) implements SourceRoot {
        @Override
        public InputStream open(String file) throws IOException {
            InputStream in = SourceRoot.class.getClassLoader().getResourceAsStream(folder + file);
            if (in == null) throw new NoSuchFileException(file);
            return in;
        }
    }
}
