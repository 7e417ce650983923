package rtk.trace;

import java.util.Map;
import java.util.TreeMap;

/// What the things in a trace are called, learned from the events that create them. Put it before whatever wants names.
///
/// A name that was never announced is the word for the thing and its number, such as `thread#7`; number 0 is `-`.
public final class Names implements TraceSink {
    private static final String NONE = "-";

    private final TreeMap<Long, String> texts = new TreeMap<>();
    private final TreeMap<Long, String> devices = new TreeMap<>();
    private final TreeMap<Long, String> processes = new TreeMap<>();
    private final TreeMap<Long, String> threads = new TreeMap<>();
    private final TreeMap<Long, String> channels = new TreeMap<>();
    private final TreeMap<Long, String> objects = new TreeMap<>();

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        switch (kind) {
            case DEVICE -> devices.put(a, text(b));
            case PROCESS_CREATED -> processes.put(a, text(d));
            case THREAD_CREATED -> threads.put(a, process(b) + "/" + c);
            case CHANNEL_CREATED -> channels.put(a, process(b) + ":" + c);
            case OBJECT_CREATED -> objects.put(a, d == 0 ? text(c) + "#" + a : text(d));
            default -> {
                // Names nothing.
            }
        }
    }

    @Override
    public void text(int id, String text) { texts.put((long) id, text); }

    /// Text number `id`; empty for 0.
    public String text(long id) { return id == 0 ? "" : texts.getOrDefault(id, "text#" + id); }

    public String device(long number) { return name(devices, number, "device#"); }

    public String process(long number) { return name(processes, number, "process#"); }

    /// Process and tid: `gateway/1`.
    public String thread(long number) { return name(threads, number, "thread#"); }

    /// Process and chid: `gateway:1`.
    public String channel(long number) { return name(channels, number, "channel#"); }

    /// A mutex, condvar, semaphore, timer …
    public String object(long number) { return name(objects, number, "object#"); }

    private static String name(Map<Long, String> names, long number, String prefix) {
        if (number == 0) return NONE;
        String name = names.get(number);
        return name != null ? name : prefix + number;
    }
}
