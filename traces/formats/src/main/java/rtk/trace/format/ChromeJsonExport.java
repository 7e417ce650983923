package rtk.trace.format;

import java.io.IOException;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Cores, kernel calls, messages and frames in Chrome's Trace Event Format (JSON object form), for viewers that read nothing better.
/// [PerfettoExport] tells more, exactly, in a third of the bytes.
///
/// Each core is a process of threads: what runs there; kernel calls are on their threads; messages are flows. Times in microseconds with
/// three decimals: exact. tid and pid as in Perfetto's export.
public final class ChromeJsonExport extends SystemExport {
    private static final int CORES_PID = 1;
    private static final int BUSES_PID = 2;

    private final LineOutput out;
    private final TreeMap<Long, Integer> openCalls = new TreeMap<>();
    private final TreeMap<Long, Boolean> busy = new TreeMap<>();
    private boolean begun;

    public ChromeJsonExport(Appendable out) { this.out = new LineOutput(out); }

    @Override
    void told(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        switch (kind) {
            case CORE -> name("thread_name", CORES_PID, a, "core " + a);
            case PROCESS_CREATED -> name("process_name", ThreadTable.pid(a), ThreadTable.pid(a), names.text(d));
            case THREAD_CREATED -> name("thread_name", threads.pidOf(a), threads.tid(a), names.thread(a));
            case THREAD_STATE -> {
                if (ThreadState.ofNumber(b) == ThreadState.DEAD) {
                    while (closeCall(a)) onThread("E", timeNs, a, "");
                }
            }
            case CALL_ENTER -> {
                openCalls.merge(a, 1, Integer::sum);
                onThread("B", timeNs, a, ",\"name\":" + quoted(KernelCall.ofNumber(b).label()));
            }
            case CALL_EXIT -> {
                if (closeCall(a)) onThread("E", timeNs, a, ",\"args\":{\"result\":" + c + "}");
            }
            case MSG_SEND -> onThread("s", timeNs, a, flow("message", c));
            case MSG_RECEIVE -> onThread("t", timeNs, a, flow("message", c));
            case MSG_REPLY -> onThread("f", timeNs, a, flow("message", b) + ",\"bp\":\"e\"");
            case IRQ_ENTER -> event("B", timeNs, CORES_PID, a, ",\"name\":\"irq " + b + "\"");
            case IRQ_EXIT -> event("E", timeNs, CORES_PID, a, "");
            case FRAME_START -> {
                if (busy.put(a, true) == null) name("thread_name", BUSES_PID, a, names.device(a));
                event("B", timeNs, BUSES_PID, a, ",\"name\":" + quoted("0x" + Long.toHexString(d & 0x1fff_ffff)));
            }
            case FRAME_END, FRAME_ERROR -> {
                if (Boolean.TRUE.equals(busy.put(a, false))) event("E", timeNs, BUSES_PID, a, "");
            }
            default -> {}
        }
    }

    @Override
    void end() throws IOException {
        begin();
        out.write("\n],\"displayTimeUnit\":\"ns\"}\n");
        out.check();
    }

    private boolean closeCall(long thread) {
        int open = openCalls.getOrDefault(thread, 0);
        if (open > 0) openCalls.put(thread, open - 1);
        return open > 0;
    }

    @Override
    void switched(long timeNs, long core, long from, ThreadState left, long to) {
        if (from != 0) event("E", timeNs, CORES_PID, core, "");
        if (to != 0) event("B", timeNs, CORES_PID, core, ",\"name\":" + quoted(names.thread(to)));
    }

    private static String flow(String name, long id) { return ",\"name\":\"" + name + "\",\"cat\":\"message\",\"id\":" + id; }

    private void onThread(String phase, long timeNs, long thread, String rest) {
        event(phase, timeNs, threads.pidOf(thread), threads.tid(thread), rest);
    }

    private void name(String what, long pid, long tid, String name) {
        event("M", 0, pid, tid, ",\"name\":\"" + what + "\",\"args\":{\"name\":" + quoted(name) + "}");
    }

    /// Opens the document before the first event; from then on a comma is what stands between.
    private void begin() {
        out.write(begun ? "" : "{\"traceEvents\":[\n");
        begun = true;
    }

    private void event(String phase, long timeNs, long pid, long tid, String rest) {
        String between = begun ? ",\n" : "";
        begin();
        var line = new StringBuilder(between).append("{\"ph\":\"").append(phase).append("\",\"ts\":").append(timeNs / 1_000)
                .append('.');
        LineOutput.digits(line, timeNs % 1_000, 3);
        out.write(line.append(",\"pid\":").append(pid).append(",\"tid\":").append(tid).append(rest).append('}'));
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int index = 0; index < text.length(); index++) {
            char c = text.charAt(index);
            if (c == '"' || c == '\\') quoted.append('\\').append(c);
            else if (c < ' ') quoted.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
            else quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
