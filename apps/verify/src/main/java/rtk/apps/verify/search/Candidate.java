package rtk.apps.verify.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A way to run a scenario: for each choice a value, or null for what the scenario says.
///
/// @param values by number of the choice
/// @param durationNs how long to run; 0 for as long as the scenario says
public record Candidate(List<Long> values, long durationNs) {
    public Candidate { values = Collections.unmodifiableList(new ArrayList<>(values)); }

    /// The scenario as it is.
    public static Candidate asIs(int choices) { return new Candidate(Collections.nCopies(choices, null), 0); }

    /// With `value`, or null for what the scenario says, for the choice of this number.
    Candidate with(int choice, Long value) {
        var changed = new ArrayList<>(values);
        changed.set(choice, value);
        return new Candidate(changed, durationNs);
    }

    Candidate lasting(long newDurationNs) { return new Candidate(values, newDurationNs); }

    /// Choices that differ from what the scenario says.
    public int perturbations() { return (int) values.stream().filter(value -> value != null).count(); }
}
