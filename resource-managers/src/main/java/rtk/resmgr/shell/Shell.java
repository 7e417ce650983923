package rtk.resmgr.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;
import rtk.resmgr.Posix;
import rtk.resmgr.dev.Terminal;
import rtk.resmgr.dev.Termios;

/// The program `sh`: a small shell. Stands for what a developer types into at the serial console of a head unit; a car that is sold has
/// none there.
///
/// | arguments | |
/// |---|---|
/// | | reads commands from descriptor 0 |
/// | `-t /dev/con` | first waits up to 10 s for this terminal, opens it as 0, 1 and 2, and gives it lines and echo |
/// | `-c 'COMMANDS'` | does these |
/// | `FILE` | does those in the file |
///
/// Its words, operators and variables are those of [CommandLine]. It does `exit`, `wait`, `on` and `NAME=VALUE` itself; a word with a slash is a
/// file of commands, and any other a program of the system's store, which `/proc/boot` shows: by its short name, or by the name of its class.
/// `$?` is the status of the last job, 128 and the signal's number if one killed it, 127 if there is no such program; `$!` the pid that was
/// started last in the background, which reads from `/dev/null`. INTR at the terminal is for the programs of the job in the foreground
/// ([Terminal#tcsetpgrp]); at the prompt it gives a new line.
///
/// Source: [P] XCU sh. Not modelled: job control, a current directory, patterns, compound commands.
public final class Shell implements Tool {
    /// What it asks for a line with.
    public static final String PROMPT = "# ";
    private static final long TERMINAL_WAIT_NS = 10_000_000_000L;
    /// Longest file of commands, about.
    private static final int SCRIPT_MAX = 65_536;

    private Streams io;
    private KernelCalls k;
    private Terminal terminal; // null for none
    private boolean isInteractive;
    private Jobs jobs;
    private final TreeMap<String, String> variables = new TreeMap<>();
    private int status;
    private boolean ended;

    @Override
    public String usage() {
        return """
                sh [-t TERMINAL] [-c COMMANDS | FILE]
                Reads commands and does them. Of its own it has:
                  exit [STATUS]                        ends it
                  wait [PID]                           waits for what runs in the background
                  on [-p PRIO] [-C CPU] PROGRAM ARGS   starts a program with a priority and on a core
                  NAME=VALUE                           for $NAME; there are $? $! $$ too
                PROGRAM ARGS, joined by ; & && || and |, with < > >> 2> 2>&1, 'quotes' and "quotes".""";
    }

    @Override
    public int run(Streams streams, List<String> args) {
        io = streams;
        k = io.k();
        var arguments = new Arguments(args);
        String path = arguments.option("-t");
        String commands = arguments.option("-c");
        String file = arguments.noOptions().isEmpty() || commands != null ? null : arguments.next("a file");
        arguments.end();
        if (path != null) open(path);
        if (file != null) commands = text(file);
        terminal = terminal();
        isInteractive = terminal != null && commands == null;
        jobs = new Jobs(io, terminal, isInteractive);
        if (commands == null) converse();
        else commands.lines().forEach(this::perform);
        return status;
    }

    /// The terminal becomes 0, 1 and 2.
    private void open(String path) {
        var posix = io.posix();
        int fd = posix.openWhenThere(path, Posix.O_RDWR, TERMINAL_WAIT_NS);
        posix.dup(fd);
        posix.dup(fd);
        new Terminal(posix, fd).tcsetattr(Terminal.When.NOW, Termios.edit());
    }

    private String text(String file) {
        int fd = io.posix().open(file, Posix.O_RDONLY);
        var text = new ByteArrayOutputStream();
        var buffer = new byte[Streams.BUFFER_BYTES];
        for (int count = 1; count > 0 && text.size() < SCRIPT_MAX;) {
            count = io.posix().read(fd, buffer);
            text.write(buffer, 0, count);
        }
        io.posix().close(fd);
        return text.toString(UTF_8);
    }

    /// @return null if descriptor 0 is none
    private Terminal terminal() {
        try {
            var found = new Terminal(io.posix(), Streams.INPUT);
            found.tcgetattr();
            return found;
        } catch (ErrnoException e) {
            return null;
        }
    }

    /// Reads and does, until the end of the input or `exit`.
    private void converse() {
        if (isInteractive) {
            k.signalAction(Signal.SIGINT, SignalAction.handler(info -> {}));
            terminal.tcsetpgrp(k.getpid());
        }
        while (!ended) {
            try {
                jobs.tellOfEnded();
                if (isInteractive) io.print(PROMPT);
                String line = io.readLine();
                if (line == null) break;
                perform(line);
            } catch (ErrnoException e) {
                if (e.errno() != Errno.EINTR) throw e;
                io.print("\n");
                status = 128 + Signal.SIGINT;
            }
        }
        if (isInteractive && !ended) io.print("\n");
    }

    private void perform(String line) {
        if (ended) return;
        try {
            boolean run = true;
            for (var job : CommandLine.parse(line).jobs()) {
                if (run) status = perform(job);
                if (ended) return;
                run = switch (job.joint()) {
                    case AND -> status == 0;
                    case OR -> status != 0;
                    case SEQUENCE, BACKGROUND -> true;
                };
            }
        } catch (CommandLine.SyntaxException e) {
            io.complain(e.getMessage());
            status = MISUSED;
        }
    }

    private int perform(CommandLine.Job job) {
        boolean isBackground = job.joint() == CommandLine.Joint.BACKGROUND;
        try {
            if (job.commands().size() == 1 && !isBackground && job.commands().getFirst().redirections().isEmpty()) {
                var words = job.commands().getFirst().words();
                if (words.stream().allMatch(word -> word.matches("[A-Za-z_]\\w*=.*"))) return assign(words);
                switch (words.getFirst()) {
                    case "exit" -> {
                        return exit(new Arguments(expand(words)));
                    }
                    case "wait" -> {
                        return jobs.await(new Arguments(expand(words)));
                    }
                    default -> {}
                }
            }
            return jobs.run(job.commands().stream().map(this::expand).toList(), isBackground);
        } catch (UsageException e) {
            io.complain(e.getMessage());
            return MISUSED;
        }
    }

    private int assign(List<String> words) {
        for (String word : words) {
            int equals = word.indexOf('=');
            variables.put(word.substring(0, equals), expand(word.substring(equals + 1)));
        }
        return 0;
    }

    private int exit(Arguments arguments) {
        arguments.next("exit");
        int result = arguments.isEmpty() ? status : Arguments.number(arguments.next("a status"), 0, 255);
        arguments.end();
        ended = true;
        return result;
    }

    private CommandLine.Command expand(CommandLine.Command raw) {
        var redirections = new ArrayList<CommandLine.Redirection>();
        for (var one : raw.redirections()) {
            String path = one.path() == null ? null : expand(one.path());
            redirections.add(new CommandLine.Redirection(one.fd(), path, one.oflag()));
        }
        return new CommandLine.Command(expand(raw.words()), redirections);
    }

    /// A word that stood for nothing is none, unless it was quoted.
    private List<String> expand(List<String> raw) {
        var words = new ArrayList<String>();
        for (String word : raw) {
            String expanded = expand(word);
            if (!expanded.isEmpty() || word.contains("'") || word.contains("\"")) words.add(expanded);
        }
        return words;
    }

    private String expand(String raw) {
        return CommandLine.expand(raw, name -> switch (name) {
            case "?" -> Integer.toString(status);
            case "$" -> Integer.toString(k.getpid());
            case "!" -> jobs.lastBackground() == 0 ? "" : Integer.toString(jobs.lastBackground());
            default -> variables.getOrDefault(name, "");
        });
    }
}
