package rtk.board.sim;

import rtk.trace.EventKind;
import rtk.trace.Texts;
import rtk.trace.TraceSink;

/// What all parts of one simulated world share: its time, its chance, its numbering and the eyes upon it. One per run;
/// two worlds in one JVM never meet.
public final class World {
    private final Engine engine = new Engine();
    private final TraceSink trace;
    private final Texts texts;
    private final long seed;
    private final int[] lastNumbers = new int[EventKind.count()];

    /// @param trace told of all that happens; [TraceSink#NONE] to be left alone
    public World(long seed, TraceSink trace) {
        this.seed = seed;
        this.trace = trace;
        this.texts = new Texts(trace);
    }

    public Engine engine() { return engine; }

    public long nowNs() { return engine.nowNs(); }

    public long seed() { return seed; }

    /// A stream of random numbers of its own for the user called `stream`.
    public SimRandom random(String stream) { return new SimRandom(seed, stream); }

    /// The number of the next thing of the sort that `created` announces ([EventKind#DEVICE], [EventKind#THREAD_CREATED] …),
    /// from 1.
    public int nextNumber(EventKind created) { return ++lastNumbers[created.ordinal()]; }

    /// The number of a text, for events.
    public int text(String text) { return texts.number(text); }

    public void emit(EventKind kind, long a) { trace.event(engine.nowNs(), kind, a, 0, 0, 0, 0); }

    public void emit(EventKind kind, long a, long b) { trace.event(engine.nowNs(), kind, a, b, 0, 0, 0); }

    public void emit(EventKind kind, long a, long b, long c) { trace.event(engine.nowNs(), kind, a, b, c, 0, 0); }

    public void emit(EventKind kind, long a, long b, long c, long d) { trace.event(engine.nowNs(), kind, a, b, c, d, 0); }

    public void emit(EventKind kind, long a, long b, long c, long d, long e) {
        trace.event(engine.nowNs(), kind, a, b, c, d, e);
    }

    /// Announces a device and gives it its number.
    ///
    /// @param role what it is: `can-bus`, `can-controller`, `uart`, `timer` …
    /// @param parent number of the device it hangs on, 0 for none
    public int device(String name, String role, int parent) {
        int number = nextNumber(EventKind.DEVICE);
        emit(EventKind.DEVICE, number, text(name), text(role), parent);
        return number;
    }
}
