package rtk.resmgr.shell;

import java.util.List;
import java.util.Locale;
import rtk.kernel.api.Signal;

/// Signals by name, as people write them.
final class Signals {
    private static final List<String> NAMES = List.of("HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "DEADLK", "FPE", "KILL", "BUS",
            "SEGV", "SYS", "PIPE", "ALRM", "TERM", "USR1", "USR2", "CHLD", "PWR", "WINCH", "URG", "POLL", "STOP", "TSTP", "CONT",
            "TTIN", "TTOU");

    private Signals() {}

    /// @param text `9`, `KILL`, `SIGKILL` or in small letters
    /// @throws UsageException none of these
    static int number(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        int at = NAMES.indexOf(name.startsWith("SIG") ? name.substring(3) : name);
        if (at >= 0) return at + 1;
        if (text.matches("[0-9]{1,2}") && Integer.parseInt(text) <= Signal.MAX) return Integer.parseInt(text);
        throw new UsageException("found the signal " + text + ", expected a name such as TERM, or 1 to " + Signal.MAX);
    }

    static String name(int signo) { return signo <= NAMES.size() ? "SIG" + NAMES.get(signo - 1) : "signal " + signo; }
}
