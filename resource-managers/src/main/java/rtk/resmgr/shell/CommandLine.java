package rtk.resmgr.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import rtk.resmgr.Posix;

/// A line of the shell, taken apart. Words are raw here: quotes and `$` in them are seen to by [#expand] when their turn comes, so that
/// `a=1; echo $a` works.
///
/// ```
///  line    = job { ( ";" | "&" | "&&" | "||" ) job }
///  job     = command { "|" command }
///  command = { word | ( "<" | ">" | ">>" | "2>" | "2>>" ) word | "2>&1" }
/// ```
///
/// Source: [P] XCU 2.2, 2.3, 2.7, 2.9. Not modelled: compound commands, functions, here-documents, patterns, `$( )`; what `$name` stands for
/// is not split into words.
record CommandLine(List<Job> jobs) {
    /// What joins a job with the one after it.
    enum Joint {
        SEQUENCE, BACKGROUND, AND, OR
    }

    /// Commands that are joined by pipes.
    record Job(List<Command> commands, Joint joint) {}

    /// @param words raw
    record Command(List<String> words, List<Redirection> redirections) {}

    /// Where a descriptor leads.
    ///
    /// @param path raw; null for where descriptor 1 does
    record Redirection(int fd, String path, int oflag) {}

    /// A line that is none.
    static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1;

        SyntaxException(String message) { super(message); }
    }

    private static final Pattern NAME = Pattern.compile("\\{\\w+}|[A-Za-z_]\\w*|[?!$]");
    private static final List<String> OPERATORS = List.of("2>&1", "2>>", "2>", "&&", "||", ">>", ">", "<", ";", "&", "|");

    static CommandLine parse(String text) throws SyntaxException {
        var jobs = new ArrayList<Job>();
        var commands = new ArrayList<Command>();
        var command = new Command(new ArrayList<>(), new ArrayList<>());
        var tokens = tokens(text);
        String last = "";
        for (int at = 0; at < tokens.size(); at++) {
            String token = tokens.get(at);
            last = token;
            switch (token) {
                case ";", "&", "&&", "||", "|" -> {
                    if (isEmpty(command)) throw new SyntaxException("found " + token + ", expected a command before it");
                    commands.add(command);
                    command = new Command(new ArrayList<>(), new ArrayList<>());
                    if (token.equals("|")) continue;
                    jobs.add(new Job(List.copyOf(commands), joint(token)));
                    commands.clear();
                }
                case "2>&1" -> command.redirections.add(new Redirection(2, null, 0));
                case "<", ">", ">>", "2>", "2>>" -> {
                    boolean isFile = at + 1 < tokens.size() && !OPERATORS.contains(tokens.get(at + 1));
                    if (!isFile) throw new SyntaxException("expected a file after " + token);
                    command.redirections.add(redirection(token, tokens.get(++at)));
                }
                default -> command.words.add(token);
            }
        }
        boolean isOpen = last.equals("|") || last.equals("&&") || last.equals("||");
        if (isOpen) throw new SyntaxException("expected a command after " + last);
        if (!isEmpty(command)) {
            commands.add(command);
            jobs.add(new Job(List.copyOf(commands), Joint.SEQUENCE));
        }
        return new CommandLine(jobs);
    }

    private static boolean isEmpty(Command command) { return command.words.isEmpty() && command.redirections.isEmpty(); }

    private static Joint joint(String token) {
        return switch (token) {
            case "&" -> Joint.BACKGROUND;
            case "&&" -> Joint.AND;
            case "||" -> Joint.OR;
            default -> Joint.SEQUENCE;
        };
    }

    private static Redirection redirection(String token, String path) {
        int made = Posix.O_WRONLY | Posix.O_CREAT;
        return switch (token) {
            case "<" -> new Redirection(0, path, Posix.O_RDONLY);
            case ">" -> new Redirection(1, path, made | Posix.O_TRUNC);
            case ">>" -> new Redirection(1, path, made | Posix.O_APPEND);
            case "2>" -> new Redirection(2, path, made | Posix.O_TRUNC);
            default -> new Redirection(2, path, made | Posix.O_APPEND);
        };
    }

    /// Raw words and operators; a `#` at the start of a word begins a comment.
    private static List<String> tokens(String text) throws SyntaxException {
        var tokens = new ArrayList<String>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') break;
            if (c == ' ' || c == '\t') {
                at++;
                continue;
            }
            int start = at;
            String operator = operatorAt(text, at);
            at = operator == null ? endOfWord(text, at) : at + operator.length();
            tokens.add(text.substring(start, at));
        }
        return tokens;
    }

    private static String operatorAt(String text, int at) {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at)) return operator;
        }
        return null;
    }

    private static int endOfWord(String text, int start) throws SyntaxException {
        int at = start;
        while (at < text.length() && " \t;&|<>".indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at);
            if (c == '\\') at = Math.min(at + 2, text.length());
            else at = c == '\'' || c == '"' ? endOfQuote(text, at) : at + 1;
        }
        return at;
    }

    private static int endOfQuote(String text, int start) throws SyntaxException {
        char quote = text.charAt(start);
        for (int at = start + 1; at < text.length(); at++) {
            if (text.charAt(at) == '\\' && quote == '"') at++;
            else if (text.charAt(at) == quote) return at + 1;
        }
        throw new SyntaxException("no closing " + quote);
    }

    /// A raw word with its quotes taken away and its variables put in.
    ///
    /// @param variables gives the value of a name, `?`, `!` or `$`; empty for none
    static String expand(String raw, UnaryOperator<String> variables) {
        var word = new StringBuilder();
        char quote = 0;
        for (int at = 0; at < raw.length(); at++) {
            char c = raw.charAt(at);
            boolean hasNext = at + 1 < raw.length();
            boolean escapes = c == '\\' && hasNext && (quote == 0 || (quote == '"' && "\"\\$".indexOf(raw.charAt(at + 1)) >= 0));
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (escapes) {
                word.append(raw.charAt(++at));
            } else if (c == '$' && quote != '\'' && hasNext) {
                String name = nameAt(raw, at + 1);
                word.append(name.isEmpty() ? "$" : variables.apply(name.replaceAll("[{}]", "")));
                at += name.length();
            } else {
                word.append(c);
            }
        }
        return word.toString();
    }

    private static String nameAt(String raw, int start) {
        var matcher = NAME.matcher(raw).region(start, raw.length());
        return matcher.lookingAt() ? matcher.group() : "";
    }
}
