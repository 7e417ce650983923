package rtk.kernel.api;

import java.util.List;

/// Processes and signals. Part of [KernelCalls], which says what holds for all.
public interface ProcessCalls {
    int getpid();

    /// Name of the calling process.
    String processName();

    /// Starts a process.
    ///
    /// @param attr of its first thread
    /// @return pid
    int spawn(String name, Program program, List<String> args, ThreadAttr attr);

    /// Waits for the child `pid`, or any child for -1. Blocks: SIGWAITINFO.
    ///
    /// @return exit status, or minus the signal that killed it
    int waitpid(int pid);

    /// Ends the calling process. Does not return.
    void exit(int status);

    /// Sends signal `signo` to process `pid`; 0 only asks whether it exists. SIGKILL 9 and SIGTERM 15 end it.
    void kill(int pid, int signo);
}
