package rtk.kernel.api;

import java.util.List;

/// The executables of a system by name: what the boot image holds under `/proc/boot` in QNX.
///
/// Stands for the loader too, whose time is not modelled: a program is there at once.
public interface ProgramStore {
    /// Holds nothing.
    ProgramStore EMPTY = new ProgramStore() {
        @Override
        public Program find(String name) { return null; }

        @Override
        public List<String> names() { return List.of(); }
    };

    /// @param name as in a command line
    /// @return a new program, for one process; null if there is none of that name
    Program find(String name);

    /// The names for people, sorted; more may be found.
    List<String> names();
}
