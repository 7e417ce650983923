package rtk.kernel;

import java.util.ArrayList;
import java.util.List;

/// A table of small numbers: each new entry gets the lowest free one.
final class Slots<T> {
    private final int first;
    private final List<T> entries = new ArrayList<>();
    private int lowestFree;

    /// @param first the lowest number given out
    Slots(int first) { this.first = first; }

    int add(T entry) { return add(entry, first); }

    /// Enters at the lowest free number of at least `least`.
    int add(T entry, int least) {
        int at = lowestFree(least) - first;
        while (entries.size() <= at) entries.add(null);
        entries.set(at, entry);
        if (at == lowestFree) lowestFree++;
        return at + first;
    }

    /// The number that [#add] would give now.
    int next() { return lowestFree(first); }

    /// The number that the next entry of at least `least` gets.
    int lowestFree(int least) {
        int at = Math.max(lowestFree, least - first);
        while (at < entries.size() && entries.get(at) != null) at++;
        return at + first;
    }

    void set(int number, T entry) { entries.set(number - first, entry); }

    /// @return null if there is none
    T get(int number) {
        int at = number - first;
        return at >= 0 && at < entries.size() ? entries.get(at) : null;
    }

    void remove(int number) {
        entries.set(number - first, null);
        lowestFree = Math.min(lowestFree, number - first);
    }

    void clear() {
        entries.clear();
        lowestFree = 0;
    }

    /// In order of number.
    List<T> all() {
        var all = new ArrayList<T>();
        for (T entry : entries) {
            if (entry != null) all.add(entry);
        }
        return all;
    }
}
