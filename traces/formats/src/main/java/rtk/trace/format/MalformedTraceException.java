package rtk.trace.format;

import java.io.IOException;

/// A trace of another tool is not as its format says; the message has file, line, column, what was found and what was expected.
public final class MalformedTraceException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedTraceException(String message, Throwable cause) { super(message, cause); }
}
