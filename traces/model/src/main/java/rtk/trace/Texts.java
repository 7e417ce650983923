package rtk.trace;

import java.util.TreeMap;

/// Numbers for words, given out in order of first use. One per world.
public final class Texts {
    private final TreeMap<String, Integer> numbers = new TreeMap<>();
    private final TraceSink sink;

    /// @param sink is told of each new text
    public Texts(TraceSink sink) { this.sink = sink; }

    /// @return the number of `text`, which `sink` has seen when this returns
    public int number(String text) {
        Integer known = numbers.get(text);
        if (known != null) return known;
        int number = numbers.size() + 1;
        numbers.put(text, number);
        sink.text(number, text);
        return number;
    }
}
