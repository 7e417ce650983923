package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.TraceSink;

class DriftTest {
    private final World world = new World(1, TraceSink.NONE);
    private final List<String> log = new ArrayList<>();

    private Kernel boot(String name, long driftPpb) {
        var board = new Board(world, name, 1, false, Map.of());
        board.setClockDrift(driftPpb);
        var kernel = new Kernel(board, KernelConfig.DEFAULT);
        kernel.spawn("clock", (k, args) -> tick(name, k), List.of(), new ThreadAttr(null, 10, SchedPolicy.FIFO));
        return kernel;
    }

    private int tick(String name, KernelCalls k) {
        for (int second = 1; second <= 3; second++) {
            k.sleepUntil(Ns.s(second));
            log.add(name + " says " + k.nowNs() + " at " + world.nowNs());
        }
        return 0;
    }

    /// 1 s of a clock that is 100 ppm fast passes in 1 s / 1.0001 = 0.999900009999… s.
    @Test
    void boardsOfOneWorldKnowTheTimeByClocksOfTheirOwn() {
        Kernel right = boot("right", 0);
        Kernel fast = boot("fast", 100_000);
        right.run(Ns.s(4));

        assertEquals(List.of("fast says 1000000000 at 999900010", "right says 1000000000 at 1000000000",
                "fast says 2000000000 at 1999800020", "right says 2000000000 at 2000000000", "fast says 3000000000 at 2999700030",
                "right says 3000000000 at 3000000000"), log);
        fast.close();
        right.close();
    }

    @Test
    void aClockThatBeginsToDriftKeepsWhatItHasCounted() {
        try (Kernel kernel = boot("board", 0)) {
            world.engine().at(SimEvent.of(Rank.DEVICE, () -> kernel.board.setClockDrift(-100_000_000)), Ns.ms(1_500));
            kernel.run(Ns.s(4));
        }

        assertEquals(List.of("board says 1000000000 at 1000000000", "board says 2000000000 at 2055555556",
                "board says 3000000000 at 3166666667"), log);
    }
}
