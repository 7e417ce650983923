package rtk.trace.analysis;

/// What is wrong with a text, as a value: for one line to the user.
///
/// @param column of the first wrong character in the text, from 1
/// @param found the wrong part, as it stands there; empty at the end of the text
/// @param expected what may stand there
/// @param hint one suggestion, or empty
public record Problem(int column, String found, String expected, String hint) {
    /// `found "50", expected a duration with a unit; write 50us`.
    public String message() {
        return "found " + (found.isEmpty() ? "the end" : '"' + found + '"') + ", expected " + expected
                + (hint.isEmpty() ? "" : "; " + hint);
    }

    /// The same problem in a longer text in which this one starts `columns` further to the right.
    Problem shifted(int columns) { return new Problem(column + columns, found, expected, hint); }
}
