package rtk.resmgr.ham;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rtk.kernel.api.Signal;
import rtk.resmgr.launcher.CommandLine;
import rtk.resmgr.launcher.SyntaxException;
import rtk.resmgr.launcher.Words;

/// What is to be done, as QNX's `ham_action_…`. Source: [D 120,122] HAM guide, "Actions".
///
/// | text | what it does | fails |
/// |---|---|---|
/// | `restart COMMAND` | starts the program again, as the entity | there is no such program |
/// | `execute COMMAND` | starts a program, and does not wait for it | likewise |
/// | `notify-pulse PID CHID CODE VALUE` | a pulse to that channel | nobody is there |
/// | `notify-pulse NAME CODE [VALUE]` | a pulse to who has that name ([rtk.resmgr.NameService]); ours | likewise |
/// | `notify-signal PID SIGNAL [VALUE]` | a signal to that process, or to every one of a name (ours) | likewise |
/// | `waitfor DURATION` | waits | never |
/// | `waitfor PATH DURATION` | waits until somebody serves exactly this path, that long at most | nobody did |
/// | `log TEXT` | a line in the log | never |
/// | `heartbeat-healthy` | the entity's heartbeats are looked at again | never |
///
/// COMMAND as in boot scripts, with its modifiers ([CommandLine]); without `pri` it has the priority of the manager.
public sealed interface Action {
    record Restart(CommandLine command) implements Action {
        @Override
        public String toString() { return "restart " + command; }
    }

    record Execute(CommandLine command) implements Action {
        @Override
        public String toString() { return "execute " + command; }
    }

    /// @param code 0 to 127
    record NotifyPulse(int pid, int chid, int code, int value) implements Action {
        @Override
        public String toString() { return "notify-pulse " + pid + " " + chid + " " + code + " " + value; }
    }

    /// @param code 0 to 127
    record NotifyName(String name, int code, int value) implements Action {
        @Override
        public String toString() { return "notify-pulse " + Words.quoted(name) + " " + code + " " + value; }
    }

    /// @param process pid, or name of a process
    record NotifySignal(String process, int signo, int value) implements Action {
        @Override
        public String toString() { return "notify-signal " + Words.quoted(process) + " " + signo + " " + value; }
    }

    record Delay(long ns) implements Action {
        @Override
        public String toString() { return "waitfor " + ns + "ns"; }
    }

    record WaitFor(String path, long timeoutNs) implements Action {
        @Override
        public String toString() { return "waitfor " + Words.quoted(path) + " " + timeoutNs + "ns"; }
    }

    record Log(String text) implements Action {
        @Override
        public String toString() { return "log " + Words.quoted(text); }
    }

    record HeartbeatHealthy() implements Action {
        @Override
        public String toString() { return "heartbeat-healthy"; }
    }

    /// Reads an action from its text.
    ///
    /// @throws SyntaxException the text is not as it should be
    static Action parse(String text) { return parse(new Words(text)); }

    /// Reads the words that are left.
    ///
    /// @throws SyntaxException the text is not as it should be
    static Action parse(Words words) {
        var word = words.next("an action");
        Action action = switch (word.text()) {
            case "restart" -> new Restart(CommandLine.parse(words));
            case "execute" -> new Execute(CommandLine.parse(words));
            case "notify-pulse" -> Parsing.pulse(words);
            case "notify-signal" -> Parsing.signal(words);
            case "waitfor" -> Parsing.wait(words);
            case "log" -> new Log(String.join(" ", words.rest()));
            case "heartbeat-healthy" -> new HeartbeatHealthy();
            default -> throw word.wrong("an action", Words.hint(word.text(), Parsing.WORDS));
        };
        words.end();
        return action;
    }

    /// May it be done when another action failed? [D 122]
    default boolean canFollowFailure() { return !(this instanceof Restart) && !(this instanceof HeartbeatHealthy); }

    /// The parts of [#parse].
    final class Parsing {
        static final List<String> WORDS = List.of("restart", "execute", "notify-pulse", "notify-signal", "waitfor", "log",
                "heartbeat-healthy");
        private static final Map<String, Integer> SIGNALS = signals();

        private Parsing() {}

        private static Map<String, Integer> signals() {
            var signals = new LinkedHashMap<String, Integer>();
            signals.put("SIGKILL", Signal.SIGKILL);
            signals.put("SIGTERM", Signal.SIGTERM);
            signals.put("SIGHUP", Signal.SIGHUP);
            signals.put("SIGUSR1", Signal.SIGUSR1);
            signals.put("SIGUSR2", Signal.SIGUSR2);
            signals.put("SIGABRT", Signal.SIGABRT);
            signals.put("SIGSEGV", Signal.SIGSEGV);
            return signals;
        }

        private static boolean isNumber(Words.Word word) { return word.text().matches("[0-9]+"); }

        static Action pulse(Words words) {
            var whom = words.next("a pid and a chid, or a name");
            if (isNumber(whom)) {
                return new NotifyPulse(whom.number(1, Integer.MAX_VALUE), words.next("a chid").number(1, Integer.MAX_VALUE),
                        words.next("a code").number(0, Byte.MAX_VALUE), value(words));
            }
            return new NotifyName(whom.text(), words.next("a code").number(0, Byte.MAX_VALUE), value(words));
        }

        static Action signal(Words words) {
            var process = words.next("a pid or the name of a process");
            var signal = words.next("a signal");
            Integer known = SIGNALS.get(signal.text());
            if (known == null && !isNumber(signal)) throw signal.wrong("a signal", Words.hint(signal.text(), SIGNALS.keySet()));
            return new NotifySignal(process.text(), known != null ? known : signal.number(1, Signal.MAX), value(words));
        }

        static Action wait(Words words) {
            var what = words.next("a duration, or a path and a duration");
            if (what.text().matches("[0-9].*")) return new Delay(what.durationNs());
            if (!what.text().startsWith("/")) throw what.wrong("a duration, or a path that begins with /", "");
            return new WaitFor(what.text(), words.next("how long to wait at most, such as 1s").durationNs());
        }

        private static int value(Words words) {
            return words.hasNext() ? words.next("").number(Integer.MIN_VALUE, Integer.MAX_VALUE) : 0;
        }
    }
}
