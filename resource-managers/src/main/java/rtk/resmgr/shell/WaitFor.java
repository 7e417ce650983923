package rtk.resmgr.shell;

import java.util.List;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;

/// The program `waitfor`: waits until a name is there. Source: UR waitfor, which looks every 100 ms; this one does too.
public final class WaitFor implements Tool {
    @Override
    public String usage() {
        return """
                waitfor PATH [SECONDS]
                Waits until PATH is there, 5 seconds if not said; status 1 if it is not.""";
    }

    private static final long STEP_NS = 100_000_000;

    @Override
    public int run(Streams io, List<String> args) {
        var arguments = new Arguments(args).noOptions();
        String path = arguments.next("a path");
        long waitNs = arguments.isEmpty() ? 5_000_000_000L : Arguments.secondsNs(arguments.next("seconds"));
        arguments.end();
        long endNs = io.k().nowNs() + waitNs;
        while (!isThere(io, path)) {
            if (io.k().nowNs() >= endNs) {
                io.complain(path + " is not there");
                return FAILED;
            }
            io.k().sleep(STEP_NS);
        }
        return 0;
    }

    private static boolean isThere(Streams io, String path) {
        try {
            io.posix().stat(path);
            return true;
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) return false;
            throw e;
        }
    }
}
