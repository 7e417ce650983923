package rtk.board.can.dbc;

/// Cuts a DBC text into words, numbers, strings and signs. Holds one token, the current one.
final class DbcLexer {
    enum Kind {
        WORD, NUMBER, STRING, SIGN, END
    }

    private final String file;
    private final String text;
    private int position;
    private int line = 1;
    private int lineStart;

    // The current token.
    private Kind kind;
    private String value;
    private int tokenStart;
    private int tokenLine;
    private int tokenColumn;

    DbcLexer(String file, String text) throws DbcException {
        this.file = file;
        this.text = text;
        if (text.startsWith("\ufeff")) position = lineStart = 1;
        next();
    }

    Kind kind() { return kind; }

    /// The word, the digits, the string without its quotes, or the sign.
    String value() { return value; }

    boolean isSign(char sign) { return kind == Kind.SIGN && value.charAt(0) == sign; }

    boolean isWord(String word) { return kind == Kind.WORD && value.equals(word); }

    /// Is the token behind the current one a word, or the end?
    boolean wordOrEndFollows() {
        int at = position;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
        return at == text.length() || isWordStart(text.charAt(at));
    }

    DbcException error(String expected) { return errorHere("found " + shown() + ", expected " + expected); }

    DbcException errorHere(String problem) { return new DbcException(file, tokenLine, tokenColumn, problem); }

    void next() throws DbcException {
        skipBlanks();
        tokenStart = position;
        tokenLine = line;
        tokenColumn = position - lineStart + 1;
        if (position == text.length()) {
            kind = Kind.END;
            value = "";
            return;
        }
        char first = text.charAt(position);
        if (first == '"') string();
        else if (isWordStart(first)) word();
        else if (isDigit(position) || ((first == '-' || first == '+' || first == '.') && numberStarts(position))) number();
        else sign(first);
    }

    private void skipBlanks() {
        for (;;) {
            while (position < text.length() && Character.isWhitespace(text.charAt(position))) advance();
            // Not in the format's description, but in files: a comment up to the end of the line.
            if (!text.startsWith("//", position)) return;
            while (position < text.length() && text.charAt(position) != '\n') position++;
        }
    }

    private void advance() {
        if (text.charAt(position++) == '\n') {
            line++;
            lineStart = position;
        }
    }

    private void string() throws DbcException {
        var content = new StringBuilder();
        advance();
        for (;;) {
            if (position == text.length()) throw errorHere("this string has no end, expected a closing \"");
            char c = text.charAt(position);
            if (c == '\\' && position + 1 < text.length() && text.charAt(position + 1) == '"') {
                content.append('"');
                position += 2;
                continue;
            }
            advance();
            if (c == '"') break;
            content.append(c);
        }
        kind = Kind.STRING;
        value = content.toString();
    }

    private void word() {
        while (position < text.length() && isWordPart(text.charAt(position))) position++;
        kind = Kind.WORD;
        value = text.substring(tokenStart, position);
    }

    private void number() {
        if (!isDigit(position)) position++;
        while (isDigit(position) || (position < text.length() && text.charAt(position) == '.')) position++;
        if (position < text.length() && (text.charAt(position) | 0x20) == 'e') {
            int digits = position + 1;
            if (digits < text.length() && (text.charAt(digits) == '+' || text.charAt(digits) == '-')) digits++;
            if (isDigit(digits)) {
                position = digits;
                while (isDigit(position)) position++;
            }
        }
        kind = Kind.NUMBER;
        value = text.substring(tokenStart, position);
    }

    private void sign(char first) throws DbcException {
        kind = Kind.SIGN;
        value = String.valueOf(first);
        if (":|@+-()[],;".indexOf(first) < 0) throw error("a word, a number, a string or one of : | @ + - ( ) [ ] , ;");
        position++;
    }

    private boolean numberStarts(int at) {
        if (isDigit(at + 1)) return true;
        return text.charAt(at) != '.' && at + 1 < text.length() && text.charAt(at + 1) == '.' && isDigit(at + 2);
    }

    private boolean isDigit(int at) { return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9'; }

    private static boolean isWordStart(char c) { return c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

    private static boolean isWordPart(char c) { return isWordStart(c) || (c >= '0' && c <= '9'); }

    private String shown() {
        return switch (kind) {
            case END -> "the end of the file";
            case STRING -> "a string";
            case WORD, NUMBER, SIGN -> "'" + value + "'";
        };
    }
}
