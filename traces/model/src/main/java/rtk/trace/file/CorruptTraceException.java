package rtk.trace.file;

import java.io.IOException;

/// A file that is not a trace file, or whose bytes are not those that were written. The message is one line that says
/// what is wrong and at which offset.
public final class CorruptTraceException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    CorruptTraceException(String what, long offset) {
        super("trace file is damaged at offset " + offset + ": " + what);
        this.offset = offset;
    }

    /// In bytes from the start of the file.
    public long offset() { return offset; }
}
