package rtk.apps.scenario;

import java.util.List;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SporadicParam;

/// A process to start with the system.
///
/// @param program Java class that implements [rtk.kernel.api.Program], a `.java` file with one, or a short name of a shipped one
/// @param priority 1 to 255
/// @param board that it runs on, by name
/// @param args as written; one that names a file next to the scenario, or a folder with a `/` at its end, reaches the program as a path to
///     it
/// @param sporadic for policy sporadic, else null
/// @param place of its first thread, and of those that this creates
public record ProcessSpec(String name, String program, int priority, SchedPolicy policy, SporadicParam sporadic,
        List<String> args, String board, PlaceSpec place) {}
