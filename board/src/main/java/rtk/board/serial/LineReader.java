package rtk.board.serial;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Reads lines of bytes, one character each. Memory does not grow with the file.
final class LineReader {
    /// Longer lines come in pieces or are refused, as the reader likes.
    static final int LINE_MAX = 4_096;

    private final String file;
    private final InputStream in;
    private long number;

    LineReader(String file, InputStream in) {
        this.file = file;
        this.in = in instanceof BufferedInputStream ? in : new BufferedInputStream(in);
    }

    /// @return the next line with its end, or the first [#LINE_MAX] characters of it; null behind the last one
    String nextPiece() throws IOException {
        var line = new StringBuilder();
        while (line.length() < LINE_MAX) {
            int octet = in.read();
            if (octet < 0) break;
            line.append((char) octet);
            if (octet == '\n') break;
        }
        if (line.isEmpty()) return null;
        number++;
        return line.toString();
    }

    /// @return the next line that says something, without blanks at its end; null behind the last one
    /// @throws SerialFileException it is too long
    String nextLine() throws IOException {
        for (String line = nextPiece(); line != null; line = nextPiece()) {
            if (line.length() == LINE_MAX)
                throw error(LINE_MAX, "found no end of the line, expected at most " + LINE_MAX + " characters");
            if (!line.isBlank() && line.charAt(0) != '#') return line.stripTrailing();
        }
        return null;
    }

    /// Number of the last line, from 1.
    long number() { return number; }

    /// @param column from 0
    SerialFileException error(int column, String problem) { return new SerialFileException(file, number, column + 1, problem); }
}
