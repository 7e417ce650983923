package rtk.trace.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.Field;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// A folder in the Common Trace Format 1.8.3 (diamon.org/ctf), for babeltrace2 and Trace Compass: `metadata` and one stream per core.
///
/// What LTTng's kernel tracer would have seen has LTTng's names and fields, so that its analyses work: `sched_switch`, `sched_waking`,
/// `irq_handler_entry`, `irq_handler_exit`. Every event of the trace is there too, as `rtk_` and its label (`rtk_msg_send`), with all
/// its fields, texts as strings, states and calls as enumerations. tid and pid are world-wide numbers (process number times 100,000, plus tid);
/// `prev_state` is 0 for READY, 1 for what waits for a message, mutex, timer …, 16 for DEAD. Priorities are ours: larger is more urgent.
///
/// Events without a core go to that of their thread, others to the first. Memory: one packet per core, at most 64 KiB each. Nothing is dropped.
public final class CtfExport extends SystemExport {
    private static final int SWITCH = 0;
    private static final int WAKING = 1;
    private static final int IRQ_ENTRY = 2;
    private static final int IRQ_EXIT = 3;
    private static final int KINDS = 16;
    private static final int COMM_BYTES = 16;
    private static final int INTERRUPTIBLE = 1;
    private static final int ZOMBIE = 16;

    private final Path folder;
    private final String environment;
    private final TreeMap<Long, Long> coreOfThread = new TreeMap<>();
    private final TreeMap<Long, CtfStream> streams = new TreeMap<>();
    private IOException failure;

    /// @param folder made if it is not there; its files of the same names are written over
    /// @param scenario for the environment block, may be empty
    public CtfExport(Path folder, String scenario) {
        this.folder = folder;
        environment = scenario.replaceAll("[\"\\\\\\p{Cntrl}]", "_");
    }

    @Override
    void told(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        switch (kind) {
            case THREAD_STATE -> {
                coreOfThread.put(a, c);
                if (ThreadState.ofNumber(b) == ThreadState.READY && switches.running(c) != a) waking(timeNs, a, c);
            }
            case IRQ_ENTER -> irq(timeNs, IRQ_ENTRY, a, b);
            case IRQ_EXIT -> irq(timeNs, IRQ_EXIT, a, b);
            default -> {}
        }
        generic(timeNs, kind, a, b, c, d, e);
    }

    @Override
    void end() throws IOException {
        stream(0);
        for (CtfStream stream : streams.values()) run(stream::close);
        if (failure != null) throw failure;
        Files.writeString(folder.resolve("metadata"), metadata(), StandardCharsets.UTF_8);
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void run(Writing writing) {
        try {
            if (failure == null) writing.run();
        } catch (IOException e) {
            failure = e;
        }
    }

    private CtfStream stream(long core) {
        return streams.computeIfAbsent(core, number -> {
            OutputStream[] out = {OutputStream.nullOutputStream()};
            run(() -> {
                Files.createDirectories(folder);
                out[0] = Files.newOutputStream(folder.resolve("channel0_" + number));
            });
            return new CtfStream(out[0], number.intValue());
        });
    }

    @Override
    void switched(long timeNs, long core, long from, ThreadState left, long to) {
        CtfStream stream = stream(core);
        stream.begin(timeNs, SWITCH);
        comm(stream, from);
        stream.int32(threads.tid(from)).int32((int) threads.priority(from)).int64(switch (left) {
            case READY, RUNNING -> 0;
            case DEAD -> ZOMBIE;
            default -> INTERRUPTIBLE;
        });
        comm(stream, to);
        stream.int32(threads.tid(to)).int32((int) threads.priority(to));
        run(stream::end);
    }

    private void waking(long timeNs, long thread, long core) {
        CtfStream stream = stream(core);
        stream.begin(timeNs, WAKING);
        comm(stream, thread);
        stream.int32(threads.tid(thread)).int32((int) threads.priority(thread)).int32((int) core);
        run(stream::end);
    }

    private void irq(long timeNs, int event, long core, long irq) {
        CtfStream stream = stream(core);
        stream.begin(timeNs, event);
        stream.int32((int) irq);
        if (event == IRQ_ENTRY) stream.string("irq" + irq);
        else stream.int32(1);
        run(stream::end);
    }

    /// The kernel's 16 bytes; threads without a name of their own have that of their process.
    private void comm(CtfStream stream, long thread) {
        stream.chars(thread == 0 ? "swapper" : names.thread(thread), COMM_BYTES);
    }

    private void generic(long timeNs, EventKind kind, long... values) {
        List<Field> fields = kind.fields();
        long core = 0;
        for (int index = fields.size() - 1; index >= 0; index--) {
            String field = fields.get(index).name();
            if (field.equals("core")) core = values[index];
            else if (field.equals("thread")) core = coreOfThread.getOrDefault(values[index], 0L);
        }
        CtfStream stream = stream(core);
        stream.begin(timeNs, KINDS + kind.ordinal());
        for (int index = 0; index < fields.size(); index++) {
            switch (fields.get(index).type()) {
                case TEXT -> stream.string(names.text(values[index]));
                case STATE, CALL -> stream.int8((int) values[index]);
                default -> stream.int64(values[index]);
            }
        }
        run(stream::end);
    }

    private String metadata() {
        var text = new StringBuilder("/* CTF 1.8 */\n");
        text.append("""
                typealias integer { size = 8; align = 8; signed = false; } := uint8_t;
                typealias integer { size = 32; align = 8; signed = true; } := int32_t;
                typealias integer { size = 32; align = 8; signed = false; } := uint32_t;
                typealias integer { size = 64; align = 8; signed = false; } := uint64_t;
                typealias integer { size = 64; align = 8; signed = true; } := int64_t;
                typealias integer { size = 64; align = 8; signed = false; base = 16; } := bits64_t;
                trace {
                    major = 1; minor = 8; byte_order = le;
                    packet.header := struct { uint32_t magic; uint32_t stream_id; };
                };
                """);
        text.append(
                "env {\n    hostname = \"rtkernel\"; domain = \"kernel\"; sysname = \"Linux\"; tracer_name = \"lttng-modules\";\n");
        text.append("    tracer_major = 2; tracer_minor = 13; tracer_patchlevel = 0; scenario = \"").append(environment)
                .append("\";\n};\n");
        text.append("""
                clock { name = "simulated"; description = "simulated time"; freq = 1000000000; offset = 0; };
                typealias integer { size = 64; align = 8; signed = false; map = clock.simulated.value; } := time_t;
                stream {
                    id = 0;
                    packet.context := struct {
                        time_t timestamp_begin; time_t timestamp_end; uint64_t content_size; uint64_t packet_size;
                        uint64_t events_discarded; uint32_t cpu_id;
                    };
                    event.header := struct { uint32_t id; time_t timestamp; };
                };
                """);
        event(text, SWITCH, "sched_switch", "integer { size = 8; align = 8; encoding = UTF8; } _prev_comm[16]; int32_t _prev_tid;"
                + " int32_t _prev_prio; int64_t _prev_state; integer { size = 8; align = 8; encoding = UTF8; } _next_comm[16];"
                + " int32_t _next_tid; int32_t _next_prio;");
        event(text, WAKING, "sched_waking",
                "integer { size = 8; align = 8; encoding = UTF8; } _comm[16]; int32_t _tid; int32_t _prio;"
                        + " int32_t _target_cpu;");
        event(text, IRQ_ENTRY, "irq_handler_entry", "int32_t _irq; string _name;");
        event(text, IRQ_EXIT, "irq_handler_exit", "int32_t _irq; int32_t _ret;");
        for (EventKind kind : EventKind.values()) {
            var fields = new StringBuilder();
            for (Field field : kind.fields()) fields.append(type(field.type())).append(" _").append(field.name()).append("; ");
            event(text, KINDS + kind.ordinal(), "rtk_" + kind.label().replace('.', '_').replace('-', '_'),
                    fields.toString().strip());
        }
        return text.toString();
    }

    private static void event(StringBuilder text, int id, String name, String fields) {
        text.append("event {\n    name = \"").append(name).append("\"; id = ").append(id)
                .append("; stream_id = 0;\n    fields := struct { ").append(fields).append(" };\n};\n");
    }

    private static String type(Field.Type type) {
        return switch (type) {
            case TEXT -> "string";
            case SIGNED -> "int64_t";
            case BITS -> "bits64_t";
            case STATE -> {
                var names = new StringBuilder();
                for (int number = 0; number < ThreadState.count(); number++)
                    names.append('"').append(ThreadState.ofNumber(number)).append("\" = ").append(number).append(", ");
                yield "enum : uint8_t { " + names.substring(0, names.length() - 2) + " }";
            }
            case CALL -> {
                var names = new StringBuilder();
                for (KernelCall call : KernelCall.values())
                    names.append('"').append(call.label()).append("\" = ").append(call.ordinal()).append(", ");
                yield "enum : uint8_t { " + names.substring(0, names.length() - 2) + " }";
            }
            default -> "uint64_t";
        };
    }
}
