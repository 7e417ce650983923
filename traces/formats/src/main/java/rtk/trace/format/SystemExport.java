package rtk.trace.format;

import java.io.IOException;
import rtk.trace.EventKind;
import rtk.trace.Names;
import rtk.trace.ThreadState;

/// The start of every export that shows cores and threads: it knows what things are called, under which numbers threads go, and who has each core.
abstract class SystemExport implements TraceExport {
    final Names names = new Names();
    final ThreadTable threads = new ThreadTable();
    final CoreSwitches switches = new CoreSwitches(this::switched);

    @Override
    public final void text(int id, String text) { names.text(id, text); }

    @Override
    public final void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        names.event(timeNs, kind, a, b, c, d, e);
        threads.event(kind, a, b, c, d, kind == EventKind.THREAD_CREATED ? names.text(e) : "");
        switches.event(timeNs, kind, a, b, c, d);
        told(timeNs, kind, a, b, c, d, e);
    }

    @Override
    public final void finish() throws IOException {
        switches.finish();
        end();
    }

    /// An event, when names, threads and cores have seen it.
    abstract void told(long timeNs, EventKind kind, long a, long b, long c, long d, long e);

    /// As [CoreSwitches.Listener#switched].
    abstract void switched(long timeNs, long core, long from, ThreadState left, long to);

    /// As [#finish], when the last switch is told.
    abstract void end() throws IOException;
}
