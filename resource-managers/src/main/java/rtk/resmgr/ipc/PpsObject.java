package rtk.resmgr.ipc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import rtk.kernel.api.Errno;

/// One object of publish/subscribe: its attributes, in the order in which they were first published, and who has it open to read.
final class PpsObject {
    /// Attributes of an object.
    static final int ATTRIBUTES_MAX = 256;

    /// @param line `name:encoding:value`
    private record Line(String attribute, String line, boolean removed) {}

    private final String name;
    private final LinkedHashMap<String, String> attributes = new LinkedHashMap<>();
    private final List<PpsSubscriber> subscribers = new ArrayList<>();
    private boolean exists = true;

    PpsObject(String name) { this.name = name; }

    boolean exists() { return exists; }

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
        for (String line : written.split("\n")) {
            if (line.isEmpty() || line.equals("@" + name)) continue;
            var parsed = parse(line);
            if (parsed == null) return Errno.EINVAL;
            lines.add(parsed);
        }
        long added = lines.stream().filter(line -> !line.removed && !attributes.containsKey(line.attribute))
                .map(Line::attribute).distinct().count();
        if (attributes.size() + added > ATTRIBUTES_MAX) return Errno.ENOSPC;
        var change = new StringBuilder("@").append(name).append('\n');
        for (var line : lines) {
            if (line.removed) attributes.remove(line.attribute);
            else attributes.put(line.attribute, line.line);
            change.append(line.line).append('\n');
        }
        announce(change.toString());
        return Errno.EOK;
    }

    private static Line parse(String line) {
        if (line.startsWith("-")) return line.matches("-[^:\\s]+") ? new Line(line.substring(1), line, true) : null;
        int first = line.indexOf(':');
        boolean valid = first > 0 && line.indexOf(':', first + 1) > 0 && line.substring(0, first).matches("[^@+#\\-\\s]\\S*");
        return valid ? new Line(line.substring(0, first), line, false) : null;
    }

    /// It has been opened with O_TRUNC.
    void truncate() {
        attributes.clear();
        announce("#@" + name + "\n");
    }

    /// It has been unlinked.
    void delete() {
        exists = false;
        attributes.clear();
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
