package rtk.resmgr.launcher;

import java.util.ArrayList;
import java.util.List;
import rtk.board.sim.Ns;
import rtk.kernel.api.ProgramStore;

/// A boot script, read and checked. Its language is told at [rtk.resmgr.launcher].
///
/// @param file name for messages
/// @param steps in order
public record BootScript(String file, List<Step> steps) {
    /// Most lines of a script.
    public static final int LINES_MAX = 1_000;
    /// How long `waitfor` waits unless told. Our choice.
    public static final long WAIT_NS = Ns.s(5);

    private static final List<String> INTERNAL = List.of("waitfor", "display_msg", "procmgr_symlink", "sched_aps", "reopen");

    public BootScript {
        steps = List.copyOf(steps);
    }

    /// One line that does something.
    sealed interface Step {
        /// From 1.
        int line();
    }

    record Start(int line, CommandLine command) implements Step {}

    record WaitFor(int line, String path, long timeoutNs) implements Step {}

    record Display(int line, String text) implements Step {}

    record Link(int line, String target, String path) implements Step {}

    record Partition(int line, String name, int budgetPercent, long criticalNs) implements Step {}

    record Reopen(int line, String path, long timeoutNs) implements Step {}

    /// What is wrong with a line.
    ///
    /// @param line from 1
    public record Problem(int line, SyntaxException what) {}

    /// A script with lines that are not as they should be. The message has a line for each: `file:line:column: found …, expected …; hint`.
    public static final class ScriptException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
        private final transient List<Problem> problems;

        ScriptException(String file, List<Problem> problems) {
            super(String.join("\n", problems.stream()
                    .map(p -> file + ":" + p.line + ":" + p.what.column() + ": " + p.what.getMessage()).toList()));
            this.problems = List.copyOf(problems);
        }

        /// In order, at least one.
        public List<Problem> problems() { return problems; }
    }

    /// Reads a script.
    ///
    /// @throws ScriptException with all that is wrong
    public static BootScript parse(String file, String text) {
        var reader = new Reader();
        String[] lines = text.split("\n", -1);
        for (int line = 1; line <= lines.length; line++) {
            try {
                if (line > LINES_MAX) throw new SyntaxException(1, "line " + line, "at most " + LINES_MAX + " lines", "");
                reader.line(line, new Words(lines[line - 1]));
            } catch (SyntaxException e) {
                reader.problems.add(new Problem(line, e));
                if (line > LINES_MAX) break;
            }
        }
        if (!reader.problems.isEmpty()) throw new ScriptException(file, reader.problems);
        return new BootScript(file, reader.steps);
    }

    /// Looks whether each program is there.
    ///
    /// @throws ScriptException with all that are not
    public void check(ProgramStore store) {
        var problems = new ArrayList<Problem>();
        var names = new ArrayList<>(INTERNAL);
        names.addAll(store.names());
        for (Step step : steps) {
            if (!(step instanceof Start(int line, CommandLine command))) continue;
            try {
                command.check(store);
            } catch (SyntaxException e) {
                problems.add(new Problem(line, new SyntaxException(e.column(), e.found(), "a program or an internal command",
                        Words.hint(e.found(), names))));
            }
        }
        if (!problems.isEmpty()) throw new ScriptException(file, problems);
    }

    /// The programs that it starts, in order.
    public List<String> programs() { return commands().stream().map(CommandLine::executable).toList(); }

    /// What the processes are called that it starts, in order.
    public List<String> processNames() { return commands().stream().map(CommandLine::processName).toList(); }

    /// How the process of that name is started, the last one if there are several.
    ///
    /// @return null if there is none
    public CommandLine command(String processName) {
        CommandLine found = null;
        for (CommandLine command : commands()) {
            if (command.processName().equals(processName)) found = command;
        }
        return found;
    }

    private List<CommandLine> commands() {
        return steps.stream().filter(Start.class::isInstance).map(step -> ((Start) step).command).toList();
    }

    /// Turns lines into steps.
    private static final class Reader {
        private final List<Step> steps = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private Modifiers standing = Modifiers.NONE;

        void line(int line, Words words) {
            var own = Modifiers.NONE;
            boolean hasOwn = false;
            while (words.hasNext() && words.peek().text().startsWith("[") && !words.peek().quoted()) {
                own = Modifiers.parse(words.next("")).or(own);
                hasOwn = true;
            }
            if (!words.hasNext()) {
                standing = own.or(standing);
                return;
            }
            boolean isInternal = !words.peek().quoted() && INTERNAL.contains(words.peek().text());
            if (isInternal && hasOwn) throw words.peek().wrong("a program after modifiers", "internal commands take none");
            if (isInternal) internal(line, words);
            else external(line, own.or(standing), words);
        }

        private void external(int line, Modifiers modifiers, Words words) {
            var program = words.peek();
            if (!program.quoted() && program.text().matches("[A-Za-z_][A-Za-z_0-9]*=.*")) {
                throw program.wrong("a command", "environment variables are not modelled; give the program an argument");
            }
            steps.add(new Start(line, CommandLine.parse(modifiers, words)));
        }

        private void internal(int line, Words words) {
            switch (words.next("").text()) {
                case "waitfor" -> {
                    String path = path(words);
                    steps.add(new WaitFor(line, path, words.hasNext() ? words.next("").durationNs() : WAIT_NS));
                }
                case "reopen" -> {
                    // QNX has the time first.
                    boolean hasTime = words.hasNext() && !words.peek().text().startsWith("/");
                    long timeoutNs = hasTime ? words.next("").durationNs() : WAIT_NS;
                    steps.add(new Reopen(line, path(words), timeoutNs));
                }
                case "procmgr_symlink" -> steps.add(new Link(line, path(words), path(words)));
                case "sched_aps" -> {
                    String name = words.next("the name of a partition").text();
                    steps.add(new Partition(line, name, percent(words.next("a budget such as 30%")),
                            words.hasNext() ? words.next("").durationNs() : 0));
                }
                default -> steps.add(new Display(line, String.join(" ", words.rest())));
            }
            words.end();
        }

        private static String path(Words words) {
            var path = words.next("a path");
            if (!path.text().startsWith("/")) throw path.wrong("a path that begins with /", "");
            return path.text();
        }

        private static int percent(Words.Word budget) {
            if (!budget.text().matches("[0-9]{1,3}%")) throw budget.wrong("a budget such as 30%", "");
            String digits = budget.text().substring(0, budget.text().length() - 1);
            return new Words.Word(digits, budget.column(), false).number(0, 100);
        }
    }
}
