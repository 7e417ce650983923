package rtk.resmgr.shell;

import java.util.ArrayList;
import java.util.List;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SpawnAttr;
import rtk.kernel.api.ThreadAttr;
import rtk.kernel.api.WaitOption;
import rtk.kernel.api.WaitStatus;
import rtk.resmgr.Posix;
import rtk.resmgr.dev.SerialManager;
import rtk.resmgr.dev.Terminal;

/// Starts the programs of a shell, joins them by pipes, and waits for them.
///
/// A pipe is a name of the pipe manager. The shell keeps its reading end open until both programs have theirs, so that neither sees an
/// end that is none.
final class Jobs {
    private static final int NOT_FOUND = 127;
    private static final String NULL = "/dev/null";
    private static final String BOOT = "/proc/boot/";

    /// What is to be started.
    private record Start(String name, Program program, List<String> args, SpawnAttr attr) {}

    /// There is no such program; the message is for the user.
    private static final class NotFoundException extends Exception {
        private static final long serialVersionUID = 1;

        NotFoundException(String message) { super(message); }
    }

    private final Streams io;
    private final KernelCalls k;
    private final Terminal terminal;
    private final boolean isInteractive;
    private final Starter starter;
    private final Descriptors own;
    private final List<Integer> background = new ArrayList<>();
    private int lastBackground;
    private int pipes;

    /// @param terminal null for none
    /// @param isInteractive a person types the commands, and INTR is not for the shell while a program runs
    Jobs(Streams io, Terminal terminal, boolean isInteractive) {
        this.io = io;
        this.terminal = terminal;
        this.isInteractive = isInteractive;
        k = io.k();
        starter = new Starter(k);
        own = Descriptors.own(io.posix(), NULL);
    }

    /// 0 if there was none yet.
    int lastBackground() { return lastBackground; }

    /// @param commands expanded
    /// @return exit status
    int run(List<CommandLine.Command> commands, boolean inBackground) {
        io.flush();
        var starts = new ArrayList<Start>();
        var held = new ArrayList<Integer>();
        var pids = new ArrayList<Integer>();
        try {
            for (var command : commands) starts.add(find(command.words()));
            var descriptors = descriptors(commands, inBackground, held);
            for (int at = 0; at < starts.size(); at++) {
                var start = starts.get(at);
                pids.add(starter.start(start.name, start.program, start.args, start.attr, descriptors.get(at)));
            }
            if (inBackground) background.addAll(pids);
            else foreground(pids);
            for (int pid : pids) {
                String wrong = starter.awaitReport(pid);
                if (wrong != null) io.complain(wrong);
            }
            close(held);
            return inBackground ? started(pids.getLast()) : await(pids, starts);
        } catch (NotFoundException e) {
            io.complain(e.getMessage());
            return NOT_FOUND;
        } catch (ErrnoException e) {
            io.complain(commands.getFirst().words().getFirst() + ": " + e.errno().meaning());
            for (int pid : pids) {
                if (!background.contains(pid)) background.add(pid); // what has been started is not waited for now
            }
            return Tool.FAILED;
        } finally {
            close(held);
        }
    }

    private void close(List<Integer> held) {
        held.forEach(io.posix()::close);
        held.clear();
    }

    private int started(int pid) {
        lastBackground = pid;
        if (isInteractive) io.line("[%d]", pid);
        return 0;
    }

    /// INTR is for these from now on; for a shell that does a file of commands too.
    private void foreground(List<Integer> pids) {
        if (terminal == null) return;
        var group = new ArrayList<>(pids);
        if (!isInteractive) group.addFirst(k.getpid());
        terminal.tcsetpgrp(group.stream().distinct().limit(SerialManager.FOREGROUND_MAX).mapToInt(pid -> pid).toArray());
    }

    private int await(List<Integer> pids, List<Start> starts) {
        int status = 0;
        String killed = "";
        boolean byKey = false;
        for (int at = 0; at < pids.size(); at++) {
            status = await(pids.get(at));
            if (status >= 0) continue;
            byKey |= status == -Signal.SIGINT || status == -Signal.SIGQUIT;
            if (status != -Signal.SIGINT) killed = starts.get(at).name + " killed by " + Signals.name(-status);
            status = 128 - status;
        }
        if (byKey) io.print("\n"); // behind the ^C that was echoed
        if (!killed.isEmpty()) io.complain(killed);
        foreground(List.of(k.getpid()));
        return status;
    }

    /// A signal to the shell does not end it.
    private int await(int pid) {
        for (;;) {
            try {
                return k.waitpid(pid);
            } catch (ErrnoException e) {
                if (e.errno() != Errno.EINTR) throw e;
            }
        }
    }

    /// `wait`.
    ///
    /// @throws ErrnoException EINTR by INTR
    int await(Arguments arguments) {
        arguments.next("wait");
        List<Integer> pids = arguments.isEmpty()
                ? List.copyOf(background)
                : List.of(Arguments.number(arguments.next("a pid"), 1, Integer.MAX_VALUE));
        arguments.end();
        int status = 0;
        for (int pid : pids) {
            if (!background.contains(pid)) return NOT_FOUND;
            status = k.waitpid(pid);
            background.remove(Integer.valueOf(pid));
        }
        return status < 0 ? 128 - status : status;
    }

    /// Buries those of the background that have ended, and says so at a terminal.
    void tellOfEnded() {
        for (int pid : List.copyOf(background)) {
            var ended = k.waitpid(pid, WaitOption.WNOHANG);
            if (ended == null) continue;
            background.remove(Integer.valueOf(pid));
            if (isInteractive) io.line("[%d] %s", pid, ending(ended));
        }
    }

    private static String ending(WaitStatus ended) {
        if (ended.end() == WaitStatus.End.SIGNALED) return "killed by " + Signals.name(ended.value());
        return ended.value() == 0 ? "done" : "exit " + ended.value();
    }

    /// Where the descriptors of each command lead; pipes are made, and their reading ends opened.
    private List<Descriptors> descriptors(List<CommandLine.Command> commands, boolean inBackground, List<Integer> held) {
        var all = new ArrayList<Descriptors>();
        var input = inBackground ? nothing() : own.get(0);
        for (int at = 0; at < commands.size(); at++) {
            var descriptors = own.with(0, input);
            if (at + 1 < commands.size()) {
                String pipe = "/dev/pipe/sh." + k.getpid() + "." + ++pipes;
                held.add(hold(pipe));
                input = new Descriptors.Target(pipe, Posix.O_RDONLY);
                descriptors = descriptors.with(1, new Descriptors.Target(pipe, Posix.O_WRONLY));
            }
            for (var redirection : commands.get(at).redirections()) {
                descriptors = descriptors.with(redirection.fd(),
                        new Descriptors.Target(redirection.path(), redirection.oflag()));
            }
            all.add(descriptors);
        }
        return all;
    }

    /// Where nothing is to be read: if there is no `/dev/null`, what may only be written.
    private Descriptors.Target nothing() {
        try {
            io.posix().stat(NULL);
            return new Descriptors.Target(NULL, Posix.O_RDONLY);
        } catch (ErrnoException e) {
            return new Descriptors.Target(own.get(0).path(), Posix.O_WRONLY);
        }
    }

    private int hold(String pipe) {
        try {
            return io.posix().open(pipe, Posix.O_RDONLY | Posix.O_NONBLOCK);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) throw e;
            throw new UsageException("pipes need the program pipe, which does not run: pipe &");
        }
    }

    /// @param words expanded; with `on` and its options before them
    private Start find(List<String> words) throws NotFoundException {
        var arguments = new Arguments(words);
        var attr = ThreadAttr.named(null);
        if (arguments.flag("on")) {
            for (boolean options = true; options;) {
                String priority = arguments.option("-p");
                String core = arguments.option("-C");
                if (priority != null) attr = priority(attr, priority);
                if (core != null) attr = attr.runMask(1 << Arguments.number(core, 0, k.cpuCount() - 1));
                options = priority != null || core != null;
            }
            arguments.noOptions();
        }
        String word = arguments.next("a program");
        boolean isFile = word.contains("/") && !word.startsWith(BOOT);
        var args = new ArrayList<>(arguments.rest());
        if (isFile) args.addFirst(word);
        String name = isFile ? "sh" : word.startsWith(BOOT) ? word.substring(BOOT.length()) : word;
        return new Start(name.substring(name.lastIndexOf('.') + 1), program(name), args, SpawnAttr.of(attr));
    }

    /// As `pidin` shows it: a number, and `f`, `r` or `o` for the policy.
    private static ThreadAttr priority(ThreadAttr attr, String text) {
        char last = text.charAt(text.length() - 1);
        var policy = switch (last) {
            case 'f' -> SchedPolicy.FIFO;
            case 'r' -> SchedPolicy.RR;
            case 'o' -> SchedPolicy.OTHER;
            default -> null;
        };
        String number = policy == null ? text : text.substring(0, text.length() - 1);
        return attr.priority(Arguments.number(number, 1, 255)).policy(policy);
    }

    private Program program(String name) throws NotFoundException {
        try {
            return k.program(name);
        } catch (ErrnoException e) {
            String near = nearest(name, k.programNames());
            throw new NotFoundException(
                    name + ": not found" + (near == null ? "; help lists what there is" : ", did you mean " + near + "?"));
        }
    }

    /// The name that differs by one letter left out, put in, or taken for another, or by two in the wrong order; null if there is none.
    private static String nearest(String wrong, List<String> names) {
        for (String name : names) {
            int shorter = Math.min(wrong.length(), name.length());
            int same = 0;
            while (same < shorter && wrong.charAt(same) == name.charAt(same)) same++;
            int behind = 0;
            while (behind < shorter - same
                    && wrong.charAt(wrong.length() - 1 - behind) == name.charAt(name.length() - 1 - behind))
                behind++;
            int differ = Math.max(wrong.length(), name.length()) - same - behind;
            boolean isSwapped = differ == 2 && wrong.length() == name.length() && wrong.charAt(same) == name.charAt(same + 1)
                    && wrong.charAt(same + 1) == name.charAt(same);
            if (differ <= 1 || isSwapped) return name;
        }
        return null;
    }
}
