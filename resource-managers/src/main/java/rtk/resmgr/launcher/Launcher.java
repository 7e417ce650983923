package rtk.resmgr.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Posix;

/// The program `launcher`: works off a [BootScript], and ends; with
/// links it stays, since they go with who made them. What it started lives on and belongs to the process manager.
///
/// In a car it stands for the start-up script of the boot image, or the system launch monitor that reads a configuration. A line that
/// fails does not stop the rest, and nothing is started again: that is the watchdog's ([rtk.resmgr.ham]). Programs start as
/// soon as their line is reached; reading them from flash takes no time here.
///
/// It traces `boot-line` with the number of each line that it begins, `boot-failed` with the number of each that failed (no such program,
/// a path that did not come, a program in the foreground that did not end with 0), `boot: TEXT` for `display_msg`, and `boot-done` with
/// how many failed.
///
/// | argument | meaning |
/// |---|---|
/// | `--script PATH` | the script, a file of the path space; is waited for, [#SCRIPT_WAIT_NS] at most |
public final class Launcher implements Program {
    /// How long to wait for the file system that has the script.
    public static final long SCRIPT_WAIT_NS = Ns.s(1);
    /// Longest script, in bytes.
    public static final int SCRIPT_MAX = 65_536;
    /// How often `waitfor` looks.
    private static final long LOOK_NS = Ns.ms(1);
    /// A launcher that stays wakes up once a year.
    private static final long SLEEP_NS = Ns.s(365L * 86_400);
    private static final int NO_CONSOLE = -1;

    private final BootScript given;
    private KernelCalls k;
    private Posix posix;
    private int console = NO_CONSOLE;

    /// Reads its script from where its arguments say.
    public Launcher() { this(null); }

    /// Works off `script` and takes no arguments.
    public Launcher(BootScript script) { given = script; }

    /// @throws IllegalArgumentException with one line for each thing that is wrong with the arguments or the script
    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        posix = new Posix(k);
        BootScript script = given == null ? read(args) : given;
        int failed = 0;
        for (var step : script.steps()) {
            k.trace("boot-line", step.line());
            if (isDone(step)) continue;
            failed++;
            k.trace("boot-failed", step.line());
        }
        k.trace("boot-done", failed);
        boolean hasLinks = script.steps().stream().anyMatch(BootScript.Link.class::isInstance);
        while (hasLinks) k.sleep(SLEEP_NS);
        return failed == 0 ? 0 : 1;
    }

    private BootScript read(List<String> args) {
        if (args.size() != 2 || !args.getFirst().equals("--script")) {
            throw new IllegalArgumentException(
                    k.processName() + ": found " + (args.isEmpty() ? "nothing" : String.join(" ", args))
                            + ", expected --script PATH");
        }
        String path = args.get(1);
        var text = new ByteArrayOutputStream();
        try {
            int fd = posix.openWhenThere(path, Posix.O_RDONLY, SCRIPT_WAIT_NS);
            var buffer = new byte[1024];
            for (int count = posix.read(fd, buffer); count > 0 && text.size() < SCRIPT_MAX; count = posix.read(fd, buffer)) {
                text.write(buffer, 0, count);
            }
            posix.close(fd);
        } catch (ErrnoException e) {
            throw new IllegalArgumentException(k.processName() + ": --script: cannot read " + path + " (" + e.errno()
                    + "), expected a boot script", e);
        }
        return BootScript.parse(path, text.toString(UTF_8));
    }

    private boolean isDone(BootScript.Step step) {
        try {
            switch (step) {
                case BootScript.Start start -> {
                    int pid = start.command().start(k);
                    return start.command().isBackground() || k.waitpid(pid) == 0;
                }
                case BootScript.WaitFor wait -> waitFor(k, wait.path(), wait.timeoutNs());
                case BootScript.Display display -> display(display.text());
                case BootScript.Link link -> posix.linkPrefix(link.target(), link.path());
                case BootScript.Partition partition -> k.partitionCreate(partition.name(), partition.budgetPercent(), 0,
                        partition.criticalNs());
                case BootScript.Reopen reopen -> reopen(reopen);
            }
            return true;
        } catch (ErrnoException e) {
            return false;
        }
    }

    private void display(String text) {
        k.trace("boot: " + text, 0);
        if (console == NO_CONSOLE) return;
        byte[] line = (text + "\n").getBytes(UTF_8);
        posix.write(console, line, line.length);
    }

    private void reopen(BootScript.Reopen reopen) {
        int opened = posix.openWhenThere(reopen.path(), Posix.O_WRONLY, reopen.timeoutNs());
        if (console != NO_CONSOLE) posix.close(console);
        console = opened;
    }

    /// QNX's `waitfor`: returns when somebody serves `path`, or a file is there. Looks once a millisecond.
    ///
    /// @throws ErrnoException ETIMEDOUT
    public static void waitFor(KernelCalls k, String path, long timeoutNs) {
        long endNs = Math.addExact(k.nowNs(), timeoutNs);
        var posix = new Posix(k);
        while (!posix.exists(path)) {
            if (k.nowNs() >= endNs) throw new ErrnoException(Errno.ETIMEDOUT, path);
            k.sleep(LOOK_NS);
        }
    }
}
