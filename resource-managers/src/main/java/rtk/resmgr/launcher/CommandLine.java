package rtk.resmgr.launcher;

import java.util.ArrayList;
import java.util.List;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.ProgramStore;

/// A program with its arguments, and how it is started: `[pri=21f] dev-can can0 &`.
///
/// @param program a name that [rtk.kernel.api.KernelCalls#program] knows; of an absolute path the last part counts, since all executables are
///     in one place
/// @param column where it stands in its line
/// @param isBackground with `&` at the end: nobody waits for its end
public record CommandLine(Modifiers modifiers, String program, int column, List<String> args, boolean isBackground) {
    public CommandLine {
        args = List.copyOf(args);
    }

    /// Reads a whole line.
    ///
    /// @throws SyntaxException the text is not as it should be
    public static CommandLine parse(String line) { return parse(new Words(line)); }

    /// Reads the words that are left.
    ///
    /// @throws SyntaxException the text is not as it should be
    public static CommandLine parse(Words words) {
        var modifiers = Modifiers.NONE;
        while (words.hasNext() && words.peek().is(words.peek().text()) && words.peek().text().startsWith("[")) {
            modifiers = Modifiers.parse(words.next("")).or(modifiers);
        }
        return parse(modifiers, words);
    }

    static CommandLine parse(Modifiers modifiers, Words words) {
        var program = words.next("a program");
        if (program.is("&") || program.text().isEmpty() || program.text().endsWith("/")) throw program.wrong("a program", "");
        var args = new ArrayList<String>();
        while (words.hasNext()) {
            var word = words.next("");
            if (word.is("&")) {
                words.end();
                return new CommandLine(modifiers, program.text(), program.column(), args, true);
            }
            args.add(word.text());
        }
        return new CommandLine(modifiers, program.text(), program.column(), args, false);
    }

    /// The program by the name that the store knows.
    public String executable() { return program.startsWith("/") ? program.substring(program.lastIndexOf('/') + 1) : program; }

    /// What the process is called: `argv0`, or the last part of the program: without folders, packages, and `.java`.
    public String processName() {
        if (modifiers.name() != null) return modifiers.name();
        String word = program.endsWith(".java") ? program.substring(0, program.length() - ".java".length()) : program;
        return word.substring(Math.max(word.lastIndexOf('.'), word.lastIndexOf('/')) + 1);
    }

    /// @throws SyntaxException `store` does not have the program
    public void check(ProgramStore store) {
        if (store.find(executable()) != null) return;
        throw new SyntaxException(column, program, "a program", Words.hint(executable(), store.names()));
    }

    /// Starts it.
    ///
    /// @return pid
    /// @throws ErrnoException ENOENT no such program; EPERM a priority that the caller may not give; EINVAL no such core or partition
    public int start(KernelCalls k) {
        return k.spawn(processName(), k.program(executable()), args, modifiers.attr(k));
    }

    /// A line that [#parse] reads as the same.
    @Override
    public String toString() {
        var line = new StringBuilder(modifiers.toString()).append(Words.quoted(program));
        for (String arg : args) line.append(' ').append(Words.quoted(arg));
        return isBackground ? line + " &" : line.toString();
    }
}
