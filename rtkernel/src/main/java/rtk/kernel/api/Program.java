package rtk.kernel.api;

import java.util.List;

/// A program: the code of a process. One object per process, made by its no-argument constructor or a lambda.
@FunctionalInterface
public interface Program {
    /// Runs in the process's first thread. Returning ends the process, as `exit` with the value returned. What is thrown and not
    /// caught ends it abnormally, alone.
    ///
    /// @param args without the program's name
    /// @return exit status, 0 for success
    int main(KernelCalls k, List<String> args);
}
