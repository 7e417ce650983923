package rtk.trace.analysis;

/// A value read from text, or what is wrong with the text: one of the two.
///
/// @param value null if there is a problem
/// @param problem null if there is a value
public record Parsed<T>(T value, Problem problem) {
    static <T> Parsed<T> of(T value) { return new Parsed<>(value, null); }

    static <T> Parsed<T> problem(int column, String found, String expected, String hint) {
        return new Parsed<>(null, new Problem(column, found, expected, hint));
    }

    static <T> Parsed<T> problem(Problem problem) { return new Parsed<>(null, problem); }

    public boolean isValid() { return problem == null; }

    /// The value.
    ///
    /// @throws IllegalArgumentException with the problem's message
    public T orThrow() {
        if (problem != null) throw new IllegalArgumentException(problem.message());
        return value;
    }
}
