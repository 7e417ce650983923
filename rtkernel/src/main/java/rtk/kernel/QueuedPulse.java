package rtk.kernel;

/// A pulse on its way: in a channel's queue until received.
final class QueuedPulse extends Waiting {
    static final int COUNT_MAX = 255;

    final int number;
    final int code;
    final long value;
    final int scoid;
    /// How many equal ones this stands for, at most [#COUNT_MAX].
    int count = 1;

    QueuedPulse(int number, int code, long value, int scoid) {
        this.number = number;
        this.code = code;
        this.value = value;
        this.scoid = scoid;
    }
}
