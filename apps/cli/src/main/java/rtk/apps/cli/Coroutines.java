package rtk.apps.cli;

import java.util.ArrayList;
import java.util.List;
import rtk.board.Board;
import rtk.board.sim.World;
import rtk.kernel.CoroutineKind;
import rtk.kernel.Kernel;
import rtk.kernel.KernelConfig;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.TraceSink;

/// Tries the ways in which simulated threads can be run.
final class Coroutines {
    private static final long COMPUTE_NS = 5_000;

    private Coroutines() {}

    static List<DoctorVerb.Check> checks() {
        List<DoctorVerb.Check> checks = new ArrayList<>();
        for (CoroutineKind kind : CoroutineKind.values()) {
            String advice = kind == CoroutineKind.CONTINUATION
                    ? "start Java with --add-exports java.base/jdk.internal.vm=ALL-UNNAMED, as scripts/rtk does"
                    : "use a JDK 25";
            checks.add(DoctorVerb.works("coroutines: " + name(kind), advice, () -> runs(kind)));
        }
        return checks;
    }

    /// As the option `--coroutines` calls it.
    static String name(CoroutineKind kind) { return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'); }

    /// Two processes compute on one core, one after the other.
    private static boolean runs(CoroutineKind kind) {
        Board board = new Board(new World(1, TraceSink.NONE), "doctor", 1);
        List<Long> ends = new ArrayList<>();
        try (Kernel kernel = new Kernel(board, KernelConfig.DEFAULT.coroutines(kind))) {
            for (int priority = 10; priority < 12; priority++) {
                kernel.spawn("doctor-" + priority, (k, args) -> {
                    k.compute(COMPUTE_NS);
                    ends.add(board.world().nowNs());
                    return 0;
                }, List.of(), ThreadAttr.named("main").priority(priority));
            }
            kernel.run(10 * COMPUTE_NS);
        }
        return ends.equals(List.of(COMPUTE_NS, 2 * COMPUTE_NS));
    }
}
