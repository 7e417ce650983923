package rtk.trace.format;

import java.io.IOException;
import rtk.trace.TraceSink;

/// A trace on its way into another format. Feed it the whole trace, then [#finish].
///
/// A sink does not throw: the first error of the output is kept, nothing more is written, and `finish` throws it.
public interface TraceExport extends TraceSink {
    /// Writes what is still to be written. Does not close the output.
    ///
    /// @throws IOException the first error of the output
    void finish() throws IOException;
}
