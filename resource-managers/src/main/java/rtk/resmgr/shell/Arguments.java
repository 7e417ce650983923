package rtk.resmgr.shell;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// The arguments of a [Tool], options first, taken one after the other.
final class Arguments {
    private final List<String> left;

    Arguments(List<String> args) { left = new ArrayList<>(args); }

    /// Takes the flag `name` if it is next.
    boolean flag(String name) {
        boolean isNext = !left.isEmpty() && left.getFirst().equals(name);
        if (isNext) left.removeFirst();
        return isNext;
    }

    /// Takes the option `name` with its value if it is next.
    ///
    /// @return null if it is not
    String option(String name) {
        if (left.isEmpty() || !left.getFirst().startsWith(name)) return null;
        String first = left.removeFirst();
        if (first.length() > name.length()) return first.substring(name.length());
        if (left.isEmpty()) throw new UsageException("expected a value after " + name);
        return left.removeFirst();
    }

    /// The next one must not be an option.
    Arguments noOptions() {
        if (!left.isEmpty() && left.getFirst().startsWith("-") && left.getFirst().length() > 1)
            throw new UsageException("found the option " + left.getFirst());
        return this;
    }

    boolean isEmpty() { return left.isEmpty(); }

    String next(String what) {
        if (left.isEmpty()) throw new UsageException("expected " + what);
        return left.removeFirst();
    }

    List<String> rest() { return List.copyOf(left); }

    List<String> some(String what) {
        if (left.isEmpty()) throw new UsageException("expected " + what);
        return rest();
    }

    void end() {
        if (!left.isEmpty()) throw new UsageException("found " + left.getFirst() + " too much");
    }

    /// @throws UsageException no whole number from `least` to `most`
    static int number(String text, int least, int most) {
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most)
            return Integer.parseInt(text);
        throw new UsageException("found " + text + ", expected a number from " + least + " to " + most);
    }

    /// Seconds as people write them at a shell, such as `2` or `0.25`; with `ms` or `s` behind it too.
    ///
    /// @return ns
    static long secondsNs(String text) {
        if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,9})?(s|ms)?"))
            throw new UsageException("found " + text + ", expected seconds such as 2 or 0.25, or 250ms");
        int decimals = text.endsWith("ms") ? 6 : 9;
        return new BigDecimal(text.replaceAll("[ms]", "")).movePointRight(decimals).longValue();
    }
}
