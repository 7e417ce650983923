package rtk.apps.verify.search;

import java.util.ArrayList;
import java.util.List;

/// What a search found so far, as text that a later one goes on from. One that ended after a whole batch, as by its budget, and goes on gives
/// what it would have given in one go.
///
/// @param identity of scenario, settings and choices; a state is for that only
public record SearchState(String identity, long runs, List<Best> bests) {
    private static final String HEAD = "rtk-search 1";
    private static final String AS_IS = "-";

    /// The identity of a search: what its result is a function of, besides the number of runs.
    public static String identity(Laboratory laboratory, Search.Settings settings) {
        var source = laboratory.scenario().source();
        return source.sha256() + " seed " + settings.seed() + " duration " + settings.durationNs() + " choices "
                + laboratory.choices().size() + " measures " + laboratory.measures().size() + " set "
                + String.join(";", source.overrides()).replace('\n', ' ');
    }

    public String text() {
        var text = new StringBuilder(HEAD).append('\n').append(identity).append('\n').append("runs ").append(runs).append('\n');
        for (Best best : bests) {
            text.append("best ").append(best.value()).append(' ').append(best.run()).append(' ')
                    .append(best.candidate().durationNs());
            for (Long value : best.candidate().values()) text.append(' ').append(value == null ? AS_IS : value.toString());
            text.append('\n');
        }
        return text.toString();
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws IllegalArgumentException if it is none
    public static SearchState parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 3 || !lines.getFirst().equals(HEAD) || !lines.get(2).startsWith("runs "))
            throw new IllegalArgumentException("found no state of a search, expected a file that --resume wrote");
        var bests = new ArrayList<Best>();
        try {
            for (String line : lines.subList(3, lines.size())) {
                String[] words = line.split(" ", -1);
                var values = new ArrayList<Long>();
                for (int i = 4; i < words.length; i++) values.add(words[i].equals(AS_IS) ? null : Long.valueOf(words[i]));
                bests.add(new Best(Long.parseLong(words[1]), new Candidate(values, Long.parseLong(words[3])),
                        Long.parseLong(words[2])));
            }
            return new SearchState(lines.get(1), Long.parseLong(lines.get(2).substring(5)), bests);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("found a state of a search that is damaged: " + e.getMessage(), e);
        }
    }
}
