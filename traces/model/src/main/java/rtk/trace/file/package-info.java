/// The trace file: a run on disk, self-describing, streamed, readable after a kill up to the last flush.
///
/// [TraceFileWriter] is a [rtk.trace.TraceSink] that writes; [TraceFile] reads and replays into any sink. The layout
/// is documented in `traces/FORMAT.md`, version [TraceFile#VERSION].
///
/// The *digest* of a run is the SHA-256 of its payload bytes: events and texts in order, nothing else. It does not
/// depend on when the writer was flushed, on the manifest, or on whether there was a file at all.
package rtk.trace.file;
