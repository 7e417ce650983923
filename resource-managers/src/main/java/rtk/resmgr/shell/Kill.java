package rtk.resmgr.shell;

import java.util.List;
import rtk.kernel.api.Signal;

/// The program `kill`: sends a signal to processes by pid. Source: [P] XCU kill.
public final class Kill implements Tool {
    @Override
    public String usage() {
        return """
                kill [-SIGNAL] PID...
                Sends SIGTERM, or another signal such as -KILL or -9.""";
    }

    @Override
    public int run(Streams io, List<String> args) {
        var arguments = new Arguments(args);
        String wanted = arguments.option("-");
        int signo = wanted == null ? Signal.SIGTERM : Signals.number(wanted);
        return io.forEach(arguments.some("a pid"),
                pid -> io.k().kill(Arguments.number(pid, 1, Integer.MAX_VALUE), signo));
    }
}
