package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import rtk.board.sim.World;

/// What the monitors found, in order of time; the first [#COUNT_MAX].
final class Diagnostics {
    static final int COUNT_MAX = 1_000;

    private final World world;
    private final List<Diagnostic> found = new ArrayList<>();

    Diagnostics(World world) { this.world = world; }

    Diagnostic add(Diagnostic.Kind kind, String text) {
        var diagnostic = new Diagnostic(world.nowNs(), kind, text);
        if (found.size() < COUNT_MAX) found.add(diagnostic);
        return diagnostic;
    }

    List<Diagnostic> all() { return List.copyOf(found); }
}
