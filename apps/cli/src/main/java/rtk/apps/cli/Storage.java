package rtk.apps.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import rtk.trace.TraceSink;
import rtk.trace.file.TraceFileWriter;

/// Where the events of a run go: the trace file, with all of them or with a part, and the digest of all.
final class Storage implements Closeable {
    private final TraceFileWriter file;
    // The same one if all is kept.
    private final TraceFileWriter whole;
    private final RecordSpec.Chain chain;

    /// What a trace file has of its run.
    ///
    /// @param events in the file
    /// @param dropped left out
    /// @param digest of what is in the file
    /// @param triggeredNs when the trigger of a ring happened, −1 if it did not
    /// @param shortened the memory of a ring was too small for its duration
    record Kept(long events, long dropped, String digest, long triggeredNs, boolean shortened) {}

    /// @param channelOrNull null keeps no file
    Storage(FileChannel channelOrNull, String manifest, RecordSpec spec) {
        file = new TraceFileWriter(channelOrNull, spec.mark(manifest));
        whole = spec.isEverything() ? file : new TraceFileWriter(null, "{}");
        chain = spec.isEverything() ? null : spec.open(file);
    }

    /// Takes every event.
    TraceSink sink() { return chain == null ? file : whole.and(chain.sink()); }

    /// Of the whole run, whatever of it is kept.
    String digest() { return whole.digest(); }

    /// Of the whole run.
    long eventCount() { return whole.eventCount(); }

    /// Null if the file has everything.
    Kept kept() {
        return chain == null
                ? null
                : new Kept(file.eventCount(), chain.dropped(), file.digest(), chain.triggeredNs(), chain.isShortened());
    }

    /// What kept the file from being written, or null.
    IOException failure() { return file.failure(); }

    void finish() {
        if (chain != null) chain.finish();
        file.close();
    }

    @Override
    public void close() { file.close(); }
}
