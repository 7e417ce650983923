package rtk.apps.cli;

/// Ends a verb with a sentence for its user and an exit code. Carries no stack trace unless it has a cause.
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    Failure(int exitCode, String message) { this(exitCode, message, null); }

    Failure(int exitCode, String message, Throwable cause) {
        super(message, cause, false, false);
        this.exitCode = exitCode;
    }

    int exitCode() { return exitCode; }
}
