package rtk.apps.scenario;

import java.util.ArrayList;
import java.util.List;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// Passes events on and notes the numbers that threads of one process have in the trace, which programs do not know.
final class ThreadNumbers implements TraceSink {
    private final TraceSink next;
    private final String processName;
    private final List<Integer> numberOfTid = new ArrayList<>();
    private int nameText;
    private long process;

    ThreadNumbers(TraceSink next, String processName) {
        this.next = next;
        this.processName = processName;
    }

    /// @return number of thread `tid` in the trace
    int number(int tid) { return numberOfTid.get(tid - 1); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        next.event(timeNs, kind, a, b, c, d, e);
        // The last process of this name counts: it is started after all those of the scenario.
        if (kind == EventKind.PROCESS_CREATED && d == nameText && nameText != 0) {
            process = a;
            numberOfTid.clear();
        } else if (kind == EventKind.THREAD_CREATED && b == process && process != 0) {
            numberOfTid.add((int) a);
        }
    }

    @Override
    public void text(int id, String text) {
        next.text(id, text);
        if (text.equals(processName)) nameText = id;
    }
}
