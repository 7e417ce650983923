package rtk.apps.verify.verdict;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// Who takes the time of one bus: a trace sink that adds up the time of frames by identifier.
final class BusBlame implements TraceSink {
    private static final long EXTENDED = 0x8000_0000L;
    private static final long STANDARD_MASK = 0x7FF;
    private static final long EXTENDED_MASK = 0x1FFF_FFFF;

    private final String name;
    private final TreeMap<Integer, String> texts = new TreeMap<>();
    private final TreeMap<Long, Long> ns = new TreeMap<>();
    private long bus = -1;
    private long startNs = -1;

    BusBlame(String name) { this.name = name; }

    @Override
    public void text(int id, String text) { texts.put(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        switch (kind) {
            case DEVICE -> {
                if (name.equals(texts.get((int) b)) && texts.getOrDefault((int) c, "").endsWith("-bus")) bus = a;
            }
            case FRAME_START -> {
                if (a == bus) startNs = timeNs;
            }
            case FRAME_END -> {
                if (a != bus || startNs < 0) return;
                ns.merge(c, timeNs - startNs, Long::sum);
                startNs = -1;
            }
            default -> {}
        }
    }

    /// Longest first.
    List<Judgement.Blame> longest(int count) {
        return ns.entrySet().stream().sorted(Comparator.comparingLong(entry -> -entry.getValue())).limit(count)
                .map(entry -> new Judgement.Blame(frames(entry.getKey()), entry.getValue())).toList();
    }

    private String frames(long id) {
        boolean extended = (id & EXTENDED) != 0;
        return String.format(Locale.ROOT,
                extended ? "frames with identifier 0x%08X on %s" : "frames with identifier 0x%03X on %s",
                id & (extended ? EXTENDED_MASK : STANDARD_MASK), name);
    }
}
