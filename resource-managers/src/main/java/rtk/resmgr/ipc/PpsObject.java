package rtk.resmgr.ipc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import rtk.kernel.api.Errno;

/// One object of publish/subscribe: its attributes, in the order in which they were first published, and who has it open to read.
final class PpsObject {
    /// Attributes of an object.
    static final int ATTRIBUTES_MAX = 256;

    /// Before what is not to be kept beyond the end of the manager: an attribute, or in the line `[n]@name` the object.
    private static final String NOT_PERSISTENT = "[n]";

    /// @param line `name:encoding:value`
    private record Line(String attribute, String line, boolean removed, boolean persistent) {}

    private final String name;
    private final LinkedHashMap<String, String> attributes = new LinkedHashMap<>();
    private final TreeSet<String> volatiles = new TreeSet<>();
    private final List<PpsSubscriber> subscribers = new ArrayList<>();
    private boolean exists = true;
    private boolean persistent = true;

    PpsObject(String name) { this.name = name; }

    String name() { return name; }

    boolean exists() { return exists; }

    /// What of it outlives the manager; null if nothing does.
    String persistentText() {
        if (!exists || !persistent) return null;
        var text = new StringBuilder("@").append(name).append('\n');
        attributes.forEach((attribute, line) -> {
            if (!volatiles.contains(attribute)) text.append(line).append('\n');
        });
        return text.toString();
    }

    boolean isForgotten() { return !exists && subscribers.isEmpty(); }

    void subscribe(PpsSubscriber subscriber) { subscribers.add(subscriber); }

    void leave(PpsSubscriber subscriber) { subscribers.remove(subscriber); }

    /// The whole object as it is now.
    String text() {
        var text = new StringBuilder(exists ? "@" : "-@").append(name).append('\n');
        for (String line : attributes.values()) text.append(line).append('\n');
        return text.toString();
    }

    /// All that is written, or nothing of it, becomes so at one instant.
    ///
    /// @return EOK; EINVAL a line that is none; ENOSPC too many attributes
    Errno publish(String written) {
        var lines = new ArrayList<Line>();
        boolean becomesVolatile = false;
        for (String line : written.split("\n")) {
            if (line.isEmpty() || line.equals("@" + name)) continue;
            if (line.equals(NOT_PERSISTENT + "@" + name)) {
                becomesVolatile = true;
                continue;
            }
            var parsed = parse(line);
            if (parsed == null) return Errno.EINVAL;
            lines.add(parsed);
        }
        long added = lines.stream().filter(line -> !line.removed && !attributes.containsKey(line.attribute))
                .map(Line::attribute).distinct().count();
        if (attributes.size() + added > ATTRIBUTES_MAX) return Errno.ENOSPC;
        if (becomesVolatile) persistent = false;
        var change = new StringBuilder("@").append(name).append('\n');
        for (var line : lines) {
            if (line.removed) attributes.remove(line.attribute);
            else attributes.put(line.attribute, line.line);
            if (line.persistent) volatiles.remove(line.attribute);
            else volatiles.add(line.attribute);
            change.append(line.line).append('\n');
        }
        announce(change.toString());
        return Errno.EOK;
    }

    private static Line parse(String written) {
        if (written.startsWith("-")) {
            return written.matches("-[^:\\s]+") ? new Line(written.substring(1), written, true, true) : null;
        }
        boolean persistent = !written.startsWith(NOT_PERSISTENT);
        String line = persistent ? written : written.substring(NOT_PERSISTENT.length());
        int first = line.indexOf(':');
        boolean valid = first > 0 && line.indexOf(':', first + 1) > 0 && line.substring(0, first).matches("[^@+#\\-\\s]\\S*");
        return valid ? new Line(line.substring(0, first), line, false, persistent) : null;
    }

    /// It has been opened with O_TRUNC.
    void truncate() {
        attributes.clear();
        volatiles.clear();
        announce("#@" + name + "\n");
    }

    /// It has been unlinked.
    void delete() {
        exists = false;
        attributes.clear();
        volatiles.clear();
        announce("-@" + name + "\n");
    }

    /// It is made again while somebody who had the old one open still listens.
    void create() {
        exists = true;
        announce("+@" + name + "\n");
    }

    private void announce(String change) {
        for (var subscriber : List.copyOf(subscribers)) subscriber.changed(change);
    }
}
