package rtk.trace.mqtt;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rtk.trace.file.TraceFile;

/// One run on its way from the stream into its folder: `trace.rtk`, and beside it, while the run goes on, `trace.seq`.
///
/// Batches are the bytes of the trace file, in order. Each is on disk, with its number in `trace.seq`, before it is acknowledged; so a recorder
/// that was killed goes on where it stopped: what the file has beyond the last number is cut off, and comes again. At a gap the file ends: up to
/// there it is a trace that was cut, and what is missing is told.
final class RecordedRun implements Closeable {
    private static final String TRACE = "trace.rtk";
    private static final String JOURNAL = "trace.seq";

    private final Path folder;
    private final List<String> problems = new ArrayList<>();
    private FileChannel trace;
    private FileChannel journal;
    /// The batch that was written last, 0 for none.
    private long lastSeq;
    private long lastSimNs;
    private long bytes;
    private long missing;
    private boolean broken;
    private String status = "";
    private String announcedDigest = "";

    private RecordedRun(Path folder) { this.folder = folder; }

    /// Begins a run in `folder`, or goes on with what a recorder that was killed has left there.
    ///
    /// @throws IOException if the folder cannot be used, or has a finished trace
    static RecordedRun open(Path folder) throws IOException {
        var run = new RecordedRun(folder);
        Files.createDirectories(folder);
        Path journal = folder.resolve(JOURNAL);
        if (Files.exists(journal)) run.resume(Files.readString(journal, StandardCharsets.UTF_8));
        else if (Files.exists(folder.resolve(TRACE))) throw new IOException(folder + " already has a trace of this run");
        run.trace = FileChannel.open(folder.resolve(TRACE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        run.trace.truncate(run.bytes);
        run.trace.position(run.bytes);
        run.journal = FileChannel.open(journal, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        return run;
    }

    private void resume(String journalText) {
        for (String line : journalText.split("\n", -1)) {
            if (!line.matches("\\d{1,18} \\d{1,18} \\d{1,18} \\.")) continue; // the last one may be cut
            String[] words = line.split(" ");
            lastSeq = Long.parseLong(words[0]);
            lastSimNs = Long.parseLong(words[1]);
            bytes = Long.parseLong(words[2]);
        }
    }

    /// Takes the next batch.
    ///
    /// @throws IOException if it cannot be written; it is not acknowledged then, and comes again
    void batch(long seq, long simNs, byte[] batch) throws IOException {
        if (seq <= lastSeq) return;
        if (seq > lastSeq + 1) {
            missing += seq - lastSeq - 1;
            problems.add(String.format(Locale.ROOT, lastSeq == 0
                    ? "joined late: batches 1 to %2$d are missing, up to %4$d ns simulated"
                    : "gap: batches %1$d to %2$d are missing, between %3$d and %4$d ns simulated", lastSeq + 1, seq - 1,
                    lastSimNs,
                    simNs));
            broken = true;
        }
        if (!broken) {
            write(trace, ByteBuffer.wrap(batch));
            trace.force(false);
            bytes += batch.length;
            write(journal, ByteBuffer.wrap((seq + " " + simNs + " " + bytes + " .\n").getBytes(StandardCharsets.UTF_8)));
            journal.force(false);
        }
        lastSeq = seq;
        lastSimNs = simNs;
    }

    private static void write(FileChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) to.write(bytes);
    }

    void status(String word, String digest) {
        status = word;
        announcedDigest = digest;
    }

    /// Has the run said how it ended?
    boolean hasEnded() { return RunLedger.isEnding(status); }

    /// What came of it.
    ///
    /// @throws IOException if the file cannot be closed or read
    StreamRecorder.Result result(String name) throws IOException {
        close();
        String digest = "";
        long events = 0;
        if (bytes > 0) {
            try (TraceFile file = TraceFile.open(folder.resolve(TRACE))) {
                digest = file.computeDigest();
                events = file.eventCount();
            }
        } else if (missing > 0) {
            Files.deleteIfExists(folder.resolve(TRACE));
        }
        Files.deleteIfExists(folder.resolve(JOURNAL));
        if (!broken && hasEnded() && !announcedDigest.equals(digest)) {
            problems.add("the run says " + announcedDigest + ", the file has " + (digest.isEmpty() ? "nothing" : digest));
        }
        return new StreamRecorder.Result(name, folder.resolve(TRACE), status.isEmpty() ? "unknown" : status, events, digest,
                missing,
                List.copyOf(problems));
    }

    @Override
    public void close() throws IOException {
        trace.close();
        journal.close();
    }
}
