package rtk.resmgr.shell;

import java.util.List;
import rtk.kernel.api.Signal;

/// The program `slay`: ends processes by name, or sends them a signal. Its exit status is the number of processes, as in QNX. Unlike
/// there it asks nobody. Source: UR slay.
public final class Slay implements Tool {
    @Override
    public String usage() {
        return """
                slay [-s SIGNAL] NAME|PID...
                Sends SIGTERM, or another signal, to every process of that name; never to itself and to pid 1.""";
    }

    private static final int SYSTEM = 1;

    @Override
    public int run(Streams io, List<String> args) {
        var arguments = new Arguments(args);
        String wanted = arguments.option("-s");
        int signo = wanted == null ? Signal.SIGTERM : Signals.number(wanted);
        int slain = 0;
        for (String name : arguments.noOptions().some("the name of a process")) {
            int found = slay(io, name, signo);
            if (found == 0) io.complain(name + ": no such process");
            slain += found;
        }
        return slain;
    }

    private static int slay(Streams io, String name, int signo) {
        int found = 0;
        for (var process : io.k().processes()) {
            boolean isMeant = process.name().equals(name) || Integer.toString(process.pid()).equals(name);
            if (!isMeant || process.zombie() || process.pid() == SYSTEM || process.pid() == io.k().getpid()) continue;
            io.k().kill(process.pid(), signo);
            found++;
        }
        return found;
    }
}
