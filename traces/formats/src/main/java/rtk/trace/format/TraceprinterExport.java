package rtk.trace.format;

import java.io.IOException;
import java.util.Locale;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Events as QNX's `traceprinter` prints them, with its classes and labels (SAT User's Guide, "Current Trace Events and Data"):
///
/// ```
/// t:0x0012d687 CPU:00 KER_CALL:MSG_SEND      arg0:0x00000003 arg1:0x00000008
/// t:0x0012d70f CPU:00 COMM    :SND_MESSAGE  rcvid:0x00000009 pid:2
/// t:0x0012d70f CPU:00 THREAD  :THREPLY      pid:4 tid:1 priority:18
/// ```
///
/// Times are the low 32 bits of simulated ns; a `CONTROL :TIME` line gives the upper ones whenever they change, and first. pids are those of the
/// simulated processes; `rcvid` is the world-wide number of the message. A kernel call has the label of its QNX call without vectors; its number
/// is left out, as ours are not QNX's. What QNX has no event for is left out: wires, registers, costs, jobs (CSV has all).
public final class TraceprinterExport implements TraceExport {
    private final LineOutput out;
    private final TreeMap<Long, String> texts = new TreeMap<>();
    private final TreeMap<Long, Long> pids = new TreeMap<>();
    private final TreeMap<Long, long[]> threads = new TreeMap<>(); // process, tid, priority
    private final TreeMap<Long, Long> processOfChannel = new TreeMap<>();
    private final TreeMap<Long, Long> coreOfThread = new TreeMap<>();
    private final StringBuilder line = new StringBuilder();
    private long upper = -1;

    public TraceprinterExport(Appendable out) { this.out = new LineOutput(out); }

    @Override
    public void text(int id, String text) {
        texts.put((long) id, text);
    }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        learn(kind, a, b, c, d);
        line.setLength(0);
        switch (kind) {
            case PROCESS_CREATED -> {
                say(timeNs, 0, "PROCESS", "PROCCREATE_NAME").append("ppid:").append(pids.getOrDefault(c, 0L)).append(" pid:")
                        .append(b)
                        .append(" name:").append(texts.getOrDefault(d, ""));
            }
            case PROCESS_EXITED -> say(timeNs, 0, "PROCESS", "PROCDESTROY").append("pid:").append(pids.getOrDefault(a, 0L))
                    .append(" status:").append(b);
            case THREAD_CREATED -> {
                thread(timeNs, a, "THCREATE");
                if (e != 0) {
                    flush();
                    say(timeNs, core(a), "PROCESS", "PROCTHREAD_NAME");
                    who(a).append(" name:").append(texts.get(e));
                }
            }
            case THREAD_NAMED -> {
                say(timeNs, core(a), "PROCESS", "PROCTHREAD_NAME");
                who(a).append(" name:").append(texts.get(b));
            }
            case THREAD_STATE -> state(timeNs, a, ThreadState.ofNumber(b));
            case CALL_ENTER -> say(timeNs, core(a), "KER_CALL", call(b)).append(hex("arg0:", c)).append(hex(" arg1:", d));
            case CALL_EXIT -> say(timeNs, core(a), "KER_EXIT", call(b)).append("ret_val:").append(c < 0 ? -1 : c)
                    .append(c < 0 ? " err:" + -c : "");
            case MSG_SEND -> message(timeNs, a, "SND_MESSAGE", c, pids.getOrDefault(processOfChannel.get(b), 0L));
            case MSG_RECEIVE -> message(timeNs, a, "REC_MESSAGE", c, pidOf(a));
            case MSG_REPLY -> message(timeNs, a, "REPLY_MESSAGE", b, pidOf(a));
            case MSG_ERROR -> message(timeNs, a, "MSG_ERROR", b, pidOf(a));
            case PULSE_SEND -> say(timeNs, core(a), "COMM", a == 0 ? "SND_PULSE_EXE" : "SND_PULSE").append(hex("scoid:", b))
                    .append(" pid:").append(pids.getOrDefault(processOfChannel.get(b), 0L)).append(" code:").append(d)
                    .append(" value:")
                    .append(e);
            case PULSE_RECEIVE ->
                say(timeNs, core(a), "COMM", "REC_PULSE").append(hex("scoid:", b)).append(" pid:").append(pidOf(a));
            case SIGNAL -> say(timeNs, core(b), "COMM", "SIGNAL").append("si_signo:").append(c).append(" pid:")
                    .append(pids.getOrDefault(a, 0L));
            case IRQ_ENTER -> interrupt(timeNs, a, "INT_ENTR", b);
            case IRQ_EXIT -> interrupt(timeNs, a, "INT_EXIT", b);
            case ISR_ENTER -> interrupt(timeNs, a, "INT_HANDLER_ENTR", b).append(" PID:").append(pids.getOrDefault(c, 0L));
            case ISR_EXIT -> interrupt(timeNs, a, "INT_HANDLER_EXIT", b);
            case USER ->
                say(timeNs, core(a), "USREVENT", "EVENT").append("str:\"").append(texts.getOrDefault(b, "")).append("\" d:")
                        .append(c);
            case MEMORY_MAPPED -> say(timeNs, 0, "SYSTEM", "MMAP").append("pid:").append(pids.getOrDefault(a, 0L))
                    .append(hex(" addr:", b)).append(hex(" len:", c));
            case MEMORY_UNMAPPED -> say(timeNs, 0, "SYSTEM", "MUNMAP").append("pid:").append(pids.getOrDefault(a, 0L))
                    .append(hex(" addr:", b)).append(hex(" len:", c));
            default -> {}
        }
        flush();
    }

    @Override
    public void finish() throws IOException { out.check(); }

    private void learn(EventKind kind, long a, long b, long c, long d) {
        switch (kind) {
            case PROCESS_CREATED -> pids.put(a, b);
            case THREAD_CREATED -> threads.put(a, new long[]{b, c, d});
            case THREAD_PRIORITY -> {
                long[] thread = threads.get(a);
                if (thread != null) thread[2] = c;
            }
            case THREAD_STATE -> coreOfThread.put(a, c);
            case CHANNEL_CREATED -> processOfChannel.put(a, b);
            default -> {}
        }
    }

    private long core(long thread) { return coreOfThread.getOrDefault(thread, 0L); }

    private long pidOf(long thread) {
        long[] known = threads.get(thread);
        return known == null ? 0 : pids.getOrDefault(known[0], 0L);
    }

    private StringBuilder say(long timeNs, long core, String eventClass, String event) {
        if (timeNs >>> 32 != upper) {
            upper = timeNs >>> 32;
            head(timeNs, core, "CONTROL", "TIME").append(hex("msb:", upper)).append(hex(" lsb:", timeNs & 0xffff_ffffL));
            flush();
        }
        return head(timeNs, core, eventClass, event);
    }

    private StringBuilder head(long timeNs, long core, String eventClass, String event) {
        line.append(String.format(Locale.ROOT, "t:0x%08x CPU:%02d %-8s:%-13s ", timeNs & 0xffff_ffffL, core, eventClass, event));
        return line;
    }

    private static String hex(String label, long value) {
        return label + "0x" + String.format(Locale.ROOT, "%08x", value);
    }

    private StringBuilder who(long thread) {
        long[] known = threads.get(thread);
        return line.append("pid:").append(pidOf(thread)).append(" tid:").append(known == null ? 0 : known[1]);
    }

    private void thread(long timeNs, long thread, String event) {
        say(timeNs, core(thread), "THREAD", event);
        who(thread);
        long[] known = threads.get(thread);
        if (known != null) line.append(" priority:").append(known[2]);
    }

    private void state(long timeNs, long thread, ThreadState state) {
        thread(timeNs, thread, switch (state) {
            case DEAD -> "THDEAD";
            case READY -> "THREADY";
            default -> "TH" + state.name().replace("_", "");
        });
        if (state == ThreadState.DEAD) {
            flush();
            thread(timeNs, thread, "THDESTROY");
        }
    }

    private void message(long timeNs, long thread, String event, long message, long pid) {
        say(timeNs, core(thread), "COMM", event).append(hex("rcvid:", message)).append(" pid:").append(pid);
    }

    private StringBuilder interrupt(long timeNs, long core, String event, long irq) {
        return say(timeNs, core, event, String.format(Locale.ROOT, "0x%08x (%d)", irq, irq));
    }

    /// `MsgSend` is `MSG_SEND`; names of POSIX functions keep their words.
    private static String call(long number) {
        String label = KernelCall.ofNumber(number).label();
        return label.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }

    private void flush() {
        if (line.isEmpty()) return;
        while (line.charAt(line.length() - 1) == ' ') line.setLength(line.length() - 1);
        out.write(line.append('\n'));
        line.setLength(0);
    }
}
