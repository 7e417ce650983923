package rtk.trace.analysis;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import rtk.trace.EventKind;
import rtk.trace.Field;

/// Says which events are about some processes, threads or cores.
///
/// An event is about a thread that it names; about a process that it names, or one of its threads, channels or objects; about a core that it
/// names, or on which a thread that it names runs or ran last. Where more than one sort is asked for, it must be about each.
///
/// Needs to see every event from the start of the trace on ([#sees]), to know what belongs to what.
public final class EventFilter {
    private static final Set<String> THREAD_FIELDS = Set.of("thread", "from", "by", "next", "owner");
    private static final Set<String> PROCESS_FIELDS = Set.of("process", "parent");
    private static final Set<String> OBJECT_FIELDS = Set.of("mutex", "condvar", "sem", "timer", "object");

    private final List<String> processes;
    private final List<String> threads;
    private final List<Integer> cores;
    private final WorldNames names = new WorldNames();
    private final TreeMap<Long, Long> pids = new TreeMap<>();
    private final BitSet wantedProcesses = new BitSet();
    private final BitSet wantedThreads = new BitSet();
    private final TreeMap<Long, Long> processOfThing = new TreeMap<>();
    private final TreeMap<Long, Long> coreOfThread = new TreeMap<>();
    private final TreeSet<String> seen = new TreeSet<>();

    /// @param processes names or pids; none for all
    /// @param threads as `PROCESS/TID` or `PROCESS/NAME`; none for all
    /// @param cores numbers; none for all
    public EventFilter(List<String> processes, List<String> threads, List<Integer> cores) {
        this.processes = List.copyOf(processes);
        this.threads = List.copyOf(threads);
        this.cores = List.copyOf(cores);
    }

    public void text(int id, String text) { names.text(id, text); }

    /// Takes the event in.
    ///
    /// @return whether it is one of those asked for
    public boolean sees(EventKind kind, long a, long b, long c, long d, long e) {
        learn(kind, a, b, c, d, e);
        if (processes.isEmpty() && threads.isEmpty() && cores.isEmpty()) return true;
        boolean process = processes.isEmpty();
        boolean thread = threads.isEmpty();
        boolean core = cores.isEmpty();
        List<Field> fields = kind.fields();
        for (int index = 0; index < fields.size(); index++) {
            Field field = fields.get(index);
            if (field.type() != Field.Type.ID) continue;
            long value = switch (index) {
                case 0 -> a;
                case 1 -> b;
                case 2 -> c;
                case 3 -> d;
                default -> e;
            };
            if (THREAD_FIELDS.contains(field.name()) && value > 0) {
                thread |= wantedThreads.get((int) value);
                WorldNames.ThreadName known = names.thread(value);
                process |= known != null && wantedProcesses.get(known.process());
                core |= cores.contains((int) (long) coreOfThread.getOrDefault(value, -1L));
            } else if (PROCESS_FIELDS.contains(field.name())) {
                process |= kind != EventKind.DEVICE && wantedProcesses.get((int) value);
            } else if (field.name().equals("channel")) {
                process |= wantedProcesses.get((int) (long) processOfThing.getOrDefault(-value, 0L));
            } else if (OBJECT_FIELDS.contains(field.name())) {
                process |= wantedProcesses.get((int) (long) processOfThing.getOrDefault(value, 0L));
            } else if (field.name().equals("core")) {
                core |= cores.contains((int) value);
            }
        }
        return process && thread && core;
    }

    /// The names asked for that no process or thread of the trace has had so far.
    public List<String> unknown() {
        var unknown = new TreeSet<String>(processes);
        unknown.addAll(threads);
        unknown.removeAll(seen);
        return List.copyOf(unknown);
    }

    private void learn(EventKind kind, long a, long b, long c, long d, long e) {
        switch (kind) {
            case PROCESS_CREATED -> {
                names.learn(kind, a, b, c, d, e);
                want(processes, wantedProcesses, a, List.of(names.process(a), Long.toString(b)));
                pids.put(a, b);
            }
            case THREAD_CREATED -> {
                names.learn(kind, a, b, c, d, e);
                String process = names.process(b);
                want(threads, wantedThreads, a, List.of(process + "/" + c, process + "/" + names.text(e), pids.get(b) + "/" + c));
            }
            case CHANNEL_CREATED -> processOfThing.put(-a, b);
            case OBJECT_CREATED -> processOfThing.put(a, b);
            case THREAD_STATE -> coreOfThread.put(a, c);
            default -> {}
        }
    }

    private void want(List<String> wanted, BitSet numbers, long number, List<String> called) {
        for (String name : called) {
            if (!wanted.contains(name)) continue;
            numbers.set((int) number);
            seen.add(name);
        }
    }
}
