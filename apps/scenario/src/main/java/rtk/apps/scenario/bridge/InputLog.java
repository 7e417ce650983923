package rtk.apps.scenario.bridge;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;

/// What came in through a bridge and when, in the form of `candump -L` with nanoseconds: `(1.250000000) can0 123#1122`.
final class InputLog implements Closeable {
    private static final long SECOND_NS = 1_000_000_000;
    private final Writer out; // null for not kept
    private final String name;

    /// @param file null if nobody wants it
    InputLog(Path file, String name) throws IOException {
        this.name = name;
        out = file == null ? null : Files.newBufferedWriter(file, StandardCharsets.US_ASCII);
    }

    void add(long nowNs, String item) throws IOException {
        if (out == null) return;
        out.write(String.format(Locale.ROOT, "(%d.%09d) %s %s%n", nowNs / SECOND_NS, nowNs % SECOND_NS, name, item));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (out != null) out.close();
    }

    /// What came in through a bridge of an earlier run, at the same times.
    static final class Again<T> implements Outside<T> {
        private final Path file;
        private final BufferedReader in;
        private final Function<String, T> read;
        private long lineNumber;
        private long nextNs;
        private T next;

        Again(Path file, Function<String, T> read) throws IOException {
            this.file = file;
            this.read = read;
            in = Files.newBufferedReader(file, StandardCharsets.US_ASCII);
            advance();
        }

        private void advance() throws IOException {
            next = null;
            String line = in.readLine();
            if (line == null) return;
            lineNumber++;
            String[] words = line.split(" ", -1);
            if (words.length != 3 || !words[0].matches("\\([0-9]{1,9}\\.[0-9]{9}\\)"))
                throw new IOException(
                        file + ":" + lineNumber + ": found '" + line + "', expected a line such as (1.250000000) can0 123#1122");
            nextNs = Long.parseLong(words[0].replaceAll("[().]", ""));
            try {
                next = read.apply(words[2]);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ":" + lineNumber + ": " + e.getMessage(), e);
            }
        }

        @Override
        public void send(T item) {}

        @Override
        public T poll(long nowNs) throws IOException {
            if (next == null || nextNs > nowNs) return null;
            T due = next;
            advance();
            return due;
        }

        @Override
        public long dropped() { return 0; }

        @Override
        public void close() throws IOException { in.close(); }
    }
}
