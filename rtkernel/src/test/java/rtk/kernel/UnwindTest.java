package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.Signal;

/// Dead threads leave their stacks through the program's `finally` blocks, whose kernel calls must be nobody's.
class UnwindTest {
    @ParameterizedTest
    @EnumSource
    void theFinallyBlocksOfADeadThreadDoNothingInTheNameOfOthers(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "victim", 10, k -> {
                int m = k.mutexCreate("/m", MutexAttr.DEFAULT.asShared().asRobust());
                int sem = k.semOpen("/s", 0, false);
                k.mutexLock(m);
                try {
                    k.sleep(Ns.ms(10));
                } finally {
                    k.semPost(sem);
                    k.mutexUnlock(m);
                }
            });
            run.at(1, "kills", 20, k -> {
                k.kill(1, Signal.SIGKILL);
                k.compute(Ns.ms(1));
                run.say("posted " + k.semGetvalue(k.semOpen("/s")) + ", " + Sync.errnoOf(() -> k.mutexLock(k.mutexOpen("/m"))));
            });
            run.run(20);

            assertEquals(List.of(), run.kernel.failures());
            assertEquals(List.of("2 posted 0, EOWNERDEAD"), run.log);
        }
    }
}
