package rtk.apps.scenario;

/// One thing wrong with an input, and what to do about it. Prints as one line: `file:line:column: found X, expected Y; hint`.
///
/// @param line from 1; 0 if the problem is not at a place in the text
/// @param column from 1
/// @param hint one suggestion, or empty
public record Problem(String file, int line, int column, String found, String expected, String hint) {
    @Override
    public String toString() {
        var text = new StringBuilder(file);
        if (line > 0) text.append(':').append(line).append(':').append(column);
        text.append(": found ").append(found).append(", expected ").append(expected);
        if (!hint.isEmpty()) text.append("; ").append(hint);
        return text.toString();
    }
}
