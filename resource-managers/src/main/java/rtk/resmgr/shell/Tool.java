package rtk.resmgr.shell;

import java.util.List;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.Signal;

/// A small program of the command line. It works on the descriptors 0, 1 and 2, and says how it is used ([#usage], shown by `use`).
///
/// Exit status: its own; 1 with a line on descriptor 2 for a call that failed; 2 for arguments that it does not understand; 128 and SIGPIPE
/// if nobody reads what it writes, since the signal itself is not modelled. Its own computing takes no time, only its messages do.
public interface Tool extends Program {
    int FAILED = 1;
    int MISUSED = 2;

    /// The first line is the form of the command, the rest what it does.
    String usage();

    /// @return exit status
    /// @throws ErrnoException for a call that failed
    /// @throws UsageException arguments that make no sense
    int run(Streams io, List<String> args);

    @Override
    default int main(KernelCalls k, List<String> args) {
        var io = new Streams(k);
        int status;
        try {
            status = run(io, args);
            io.flush();
        } catch (UsageException e) {
            io.complain(e.getMessage() + "\nusage: " + usage().lines().findFirst().orElse(""));
            status = MISUSED;
        } catch (OutputException e) {
            if (e.errno() == Errno.EPIPE) return 128 + Signal.SIGPIPE;
            io.complain(e.getMessage());
            status = FAILED;
        } catch (ErrnoException e) {
            io.complain(e.errno().meaning());
            status = FAILED;
        }
        return status;
    }
}
