package rtk.trace.format;

import java.io.IOException;
import rtk.trace.TraceSink;

/// A trace on its way into another format. Feed it the whole trace, then [#finish].
///
/// A sink does not throw: the first error of the output is kept, nothing more is written, and `finish` throws it.
public interface TraceExport extends TraceSink {
    /// What has to see the whole trace before the first event is written, for formats that begin with a list of all that follows.
    ///
    /// @return [TraceSink#NONE] if nothing has to
    default TraceSink survey() { return TraceSink.NONE; }

    /// Writes what is still to be written. Does not close the output.
    ///
    /// @throws IOException the first error of the output
    void finish() throws IOException;
}
