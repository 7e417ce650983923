package rtk.trace.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.Names;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;

/// States as waveforms: a value change dump (IEEE 1364-2005, section 18), for GTKWave, PulseView and simulators of hardware.
///
/// Scopes `cores`, `interrupts`, `buses` and `threads`, and one for each of them inside. A core has `running` (the thread, as a string) and `irq` (1 while an interrupt is
/// served); an interrupt line has `asserted`; a bus has `busy` and `frame` (identifier, as a string); a thread has `state` (a string), `run`
/// (1 while RUNNING) and `priority` (8 bits). Unit 1 ns. Strings are the extension that GTKWave reads (`$var string`).
///
/// All signals are declared at the top, so a trace has to be seen once before: feed [#survey] first.
public final class VcdExport implements TraceExport {
    private static final int FIRST_CODE = 33;
    private static final int CODES = 94;
    private static final int PRIORITY_BITS = 8;

    private final LineOutput out;
    private final Names names = new Names();
    private final TreeMap<Long, String> cores = new TreeMap<>();
    private final TreeMap<Long, String> irqs = new TreeMap<>();
    private final TreeMap<Long, String> buses = new TreeMap<>();
    private final TreeMap<Long, String> threads = new TreeMap<>();
    // Codes of signals, by what they show.
    private final TreeMap<String, String> codes = new TreeMap<>();
    private final TreeMap<String, String> values = new TreeMap<>();
    private final CoreSwitches switches = new CoreSwitches(this::switched);
    private final StringBuilder line = new StringBuilder();
    private long nowNs = -1;
    private boolean declared;

    public VcdExport(Appendable out) { this.out = new LineOutput(out); }

    @Override
    public TraceSink survey() {
        var seen = new Names();
        return new TraceSink() {
            @Override
            public void text(int id, String text) { seen.text(id, text); }

            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                seen.event(timeNs, kind, a, b, c, d, e);
                switch (kind) {
                    case CORE -> cores.put(a, "core" + a);
                    case IRQ_ASSERTED -> irqs.putIfAbsent(a, "irq" + a + "_" + seen.device(b));
                    case FRAME_START -> buses.putIfAbsent(a, seen.device(a));
                    case THREAD_CREATED -> threads.put(a, seen.thread(a));
                    default -> {}
                }
            }
        };
    }

    @Override
    public void text(int id, String text) { names.text(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        declareOnce();
        names.event(timeNs, kind, a, b, c, d, e);
        switches.event(timeNs, kind, a, b, c, d);
        switch (kind) {
            case THREAD_STATE -> {
                ThreadState state = ThreadState.ofNumber(b);
                string(timeNs, "thread" + a + "state", state.name());
                bit(timeNs, "thread" + a + "run", state == ThreadState.RUNNING);
            }
            case THREAD_CREATED -> number(timeNs, "thread" + a + "priority", d);
            case THREAD_PRIORITY -> number(timeNs, "thread" + a + "priority", c);
            case IRQ_ENTER -> bit(timeNs, "core" + a + "irq", true);
            case IRQ_EXIT -> bit(timeNs, "core" + a + "irq", false);
            case IRQ_ASSERTED -> bit(timeNs, "irq" + a, true);
            case IRQ_DEASSERTED -> bit(timeNs, "irq" + a, false);
            case FRAME_START -> {
                bit(timeNs, "bus" + a + "busy", true);
                string(timeNs, "bus" + a + "frame", "0x" + Long.toHexString(d & 0x1fff_ffff));
            }
            case FRAME_END, FRAME_ERROR -> bit(timeNs, "bus" + a + "busy", false);
            default -> {}
        }
    }

    @Override
    public void finish() throws IOException {
        declareOnce();
        switches.finish();
        out.check();
    }

    private void switched(long timeNs, long core, long from, ThreadState left, long to) {
        string(timeNs, "core" + core + "running", to == 0 ? "idle" : names.thread(to));
    }

    private void declareOnce() {
        if (declared) return;
        declared = true;
        out.write("$version rtkernel $end\n$timescale 1 ns $end\n$scope module rtk $end\n");
        var initial = new ArrayList<String>();
        scope("cores", cores, number -> {
            variable("string 1", "core" + number + "running", "running", initial);
            variable("wire 1", "core" + number + "irq", "irq", initial);
        });
        scope("interrupts", irqs, number -> variable("wire 1", "irq" + number, "asserted", initial));
        scope("buses", buses, number -> {
            variable("wire 1", "bus" + number + "busy", "busy", initial);
            variable("string 1", "bus" + number + "frame", "frame", initial);
        });
        scope("threads", threads, number -> {
            variable("string 1", "thread" + number + "state", "state", initial);
            variable("wire 1", "thread" + number + "run", "run", initial);
            variable("wire " + PRIORITY_BITS, "thread" + number + "priority", "priority", initial);
        });
        out.write("$upscope $end\n$enddefinitions $end\n$dumpvars\n");
        for (String value : initial) out.write(value + "\n");
        out.write("$end\n");
    }

    private interface Declaration {
        void declare(long number);
    }

    private void scope(String name, TreeMap<Long, String> things, Declaration declaration) {
        if (things.isEmpty()) return;
        out.write("$scope module " + name + " $end\n");
        things.forEach((number, thing) -> {
            out.write("$scope module " + identifier(thing) + " $end\n");
            declaration.declare(number);
            out.write("$upscope $end\n");
        });
        out.write("$upscope $end\n");
    }

    private void variable(String type, String key, String name, List<String> initial) {
        String code = code(codes.size());
        codes.put(key, code);
        out.write("$var " + type + " " + code + " " + name + " $end\n");
        initial.add(type.startsWith("string") ? "s- " + code : type.endsWith(" 1") ? "0" + code : "b0 " + code);
    }

    /// Printable characters, shortest first.
    static String code(int number) {
        var code = new StringBuilder();
        for (int rest = number;; rest = rest / CODES - 1) {
            code.append((char) (FIRST_CODE + rest % CODES));
            if (rest < CODES) return code.toString();
        }
    }

    /// Names of signals are words without spaces; brackets would be bit ranges.
    private static String identifier(String name) { return name.replaceAll("[^A-Za-z0-9_$-]", "_"); }

    private void bit(long timeNs, String key, boolean value) { change(timeNs, key, value ? "1" : "0", ""); }

    private void number(long timeNs, String key, long value) { change(timeNs, key, "b" + Long.toBinaryString(value), " "); }

    private void string(long timeNs, String key, String value) {
        change(timeNs, key, "s" + value.replaceAll("\\s", "_"), " ");
    }

    private void change(long timeNs, String key, String value, String between) {
        String code = codes.get(key);
        if (code == null || value.equals(values.put(key, value))) return;
        line.setLength(0);
        if (timeNs > nowNs) {
            nowNs = timeNs;
            line.append('#').append(timeNs).append('\n');
        }
        out.write(line.append(value).append(between).append(code).append('\n'));
    }
}
