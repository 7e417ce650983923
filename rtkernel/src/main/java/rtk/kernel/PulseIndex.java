package rtk.kernel;

import java.util.TreeMap;

/// The newest queued pulse of each priority, code, value and sender, so that an equal one can be compressed into it.
final class PulseIndex {
    private record Key(int priority, int code, long value, int scoid) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            if (priority != other.priority) return Integer.compare(priority, other.priority);
            if (code != other.code) return Integer.compare(code, other.code);
            if (value != other.value) return Long.compare(value, other.value);
            return Integer.compare(scoid, other.scoid);
        }
    }

    private final TreeMap<Key, QueuedPulse> newest = new TreeMap<>();

    /// @return a queued pulse that can stand for `pulse` too, or null
    QueuedPulse findEqual(QueuedPulse pulse, int priority) {
        QueuedPulse equal = newest.get(new Key(priority, pulse.code, pulse.value, pulse.scoid));
        return equal != null && equal.count < QueuedPulse.COUNT_MAX ? equal : null;
    }

    /// `pulse` is queued, with a priority.
    void add(QueuedPulse pulse) { newest.put(keyOf(pulse), pulse); }

    void remove(QueuedPulse pulse) { newest.remove(keyOf(pulse), pulse); }

    private static Key keyOf(QueuedPulse pulse) { return new Key(pulse.waitPriority, pulse.code, pulse.value, pulse.scoid); }
}
