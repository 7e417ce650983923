package rtk.kernel;

import java.util.TreeMap;

/// The newest queued pulse of each priority, code and value, so that an equal one can be compressed into it.
final class PulseIndex {
    private record Key(int priority, int code, int value, int scoid) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            if (priority != other.priority) return Integer.compare(priority, other.priority);
            if (code != other.code) return Integer.compare(code, other.code);
            if (value != other.value) return Integer.compare(value, other.value);
            return Integer.compare(scoid, other.scoid);
        }
    }

    private final TreeMap<Key, QueuedPulse> newest = new TreeMap<>();

    /// @return a queued pulse that can stand for `pulse` too; null if there is none, and `pulse` is then the newest
    QueuedPulse findEqual(QueuedPulse pulse, int priority) {
        var key = new Key(priority, pulse.code, pulse.value, pulse.scoid);
        QueuedPulse equal = newest.get(key);
        if (equal != null && equal.count < QueuedPulse.COUNT_MAX) return equal;
        newest.put(key, pulse);
        return null;
    }

    void remove(QueuedPulse pulse) {
        newest.remove(new Key(pulse.waitPriority, pulse.code, pulse.value, pulse.scoid), pulse);
    }
}
