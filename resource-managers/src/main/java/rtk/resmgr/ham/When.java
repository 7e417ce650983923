package rtk.resmgr.ham;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rtk.resmgr.launcher.Words;

/// What a condition waits for.
///
/// @param type what happens
/// @param values of STATE: from, to; of RAISE: type, class, severity; [#ANY_VALUE] matches each; else none
public record When(ConditionType type, List<Integer> values) {
    /// Matches whatever comes.
    public static final int ANY_VALUE = -1;

    public When {
        values = List.copyOf(values);
        if (values.size() != count(type))
            throw new IllegalArgumentException(type + " has " + count(type) + " values, not " + values);
    }

    public static When of(ConditionType type, Integer... values) { return new When(type, Arrays.asList(values)); }

    private static int count(ConditionType type) {
        return switch (type) {
            case STATE -> 2;
            case RAISE -> 3;
            default -> 0;
        };
    }

    /// Reads `death`, `state * 3`, `raise 1 2 *`.
    ///
    /// @throws rtk.resmgr.launcher.SyntaxException the text is not as it should be
    public static When parse(Words words) {
        var word = words.next("a condition");
        var type = ConditionType.of(word.text());
        if (type == null) throw word.wrong("a condition", Words.hint(word.text(), ConditionType.words()));
        var values = new ArrayList<Integer>();
        while (values.size() < count(type)) {
            var value = words.next(type == ConditionType.STATE ? "two states, or *" : "type, class and severity, or *");
            values.add(value.is("*") ? ANY_VALUE : value.number(0, Integer.MAX_VALUE));
        }
        return new When(type, values);
    }

    /// Is it what happened?
    ///
    /// @param types that hold at once
    /// @param happened the values
    boolean matches(List<ConditionType> types, List<Integer> happened) {
        if (type == ConditionType.ANY) return true;
        if (!types.contains(type)) return false;
        for (int n = 0; n < values.size(); n++) {
            if (values.get(n) != ANY_VALUE && !values.get(n).equals(happened.get(n))) return false;
        }
        return true;
    }

    @Override
    public String toString() {
        var text = new StringBuilder(type.word());
        for (int value : values) text.append(' ').append(value == ANY_VALUE ? "*" : value);
        return text.toString();
    }
}
