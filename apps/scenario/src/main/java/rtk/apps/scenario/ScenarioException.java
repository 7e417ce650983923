package rtk.apps.scenario;

import java.util.List;
import java.util.stream.Collectors;

/// A scenario or a cost profile cannot be used; says all that is wrong with it at once.
public final class ScenarioException extends Exception {
    private final transient List<Problem> problems;

    /// @param problems at least one, in the order of the text
    public ScenarioException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() { return problems; }
}
