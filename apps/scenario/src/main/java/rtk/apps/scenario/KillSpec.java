package rtk.apps.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rtk.kernel.api.Signal;

/// All processes of a name on a board get a signal, as by `slay`.
///
/// @param atNs from the start of the run
record KillSpec(String process, String board, int signo, long atNs) implements FaultSpec {
    /// Keys beyond `kind`.
    static final List<String> KEYS = List.of("process", "signal", "board", "at");

    private static final Map<String, Integer> SIGNALS = signals();

    private static Map<String, Integer> signals() {
        var signals = new LinkedHashMap<String, Integer>();
        signals.put("SIGKILL", Signal.SIGKILL);
        signals.put("SIGTERM", Signal.SIGTERM);
        signals.put("SIGSEGV", Signal.SIGSEGV);
        signals.put("SIGABRT", Signal.SIGABRT);
        signals.put("SIGHUP", Signal.SIGHUP);
        signals.put("SIGINT", Signal.SIGINT);
        signals.put("SIGUSR1", Signal.SIGUSR1);
        signals.put("SIGUSR2", Signal.SIGUSR2);
        signals.put("SIGSTOP", Signal.SIGSTOP);
        signals.put("SIGCONT", Signal.SIGCONT);
        return signals;
    }

    static KillSpec bind(Fields fields, List<BoardSpec> boards, long atNs) {
        String process = fields.name("process", null);
        if (process == null) {
            fields.problem(fields.place(), "kill without process", "process: a name", "write for example process: dev-can");
        }
        return new KillSpec(String.valueOf(process),
                Binder.known(fields, "board", boards.stream().map(BoardSpec::name).toList(), "boards"),
                fields.choice("signal", SIGNALS, List.copyOf(SIGNALS.keySet()), Signal.SIGKILL), atNs);
    }
}
