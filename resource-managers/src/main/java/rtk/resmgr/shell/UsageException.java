package rtk.resmgr.shell;

/// Arguments that a [Tool] does not understand; the message says what was found and what was expected.
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageException(String message) { super(message); }
}
