package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.Sync.errnoOf;
import static rtk.kernel.Sync.thread;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;

/// Barriers: rule C3; of the library in 7.x, of the kernel in 8.0.
class BarrierTest {
    private static TestWorld world(KernelVersion version) { return new TestWorld(KernelConfig.DEFAULT.version(version)); }

    @ParameterizedTest
    @EnumSource
    @Rule("C3")
    void c3TheLastReleasesAllAndExactlyOneIsTheSerialThread(KernelVersion version) {
        try (var run = world(version)) {
            run.at(0, "main", 10, k -> {
                int barrier = k.barrierCreate("b", 3);
                for (int i = 1; i <= 2; i++) {
                    int at = i;
                    thread(run, k, "t" + i, 20 + i, () -> {
                        for (int round = 0; round < 2; round++) {
                            k.sleep(Ns.ms(at));
                            run.say("t" + at + " serial " + k.barrierWait(barrier));
                        }
                    });
                }
                for (int round = 0; round < 2; round++) {
                    k.compute(Ns.ms(3 - 2 * round));
                    run.say("main serial " + k.barrierWait(barrier));
                }
            });
            run.run(20);

            assertEquals(List.of("3 main serial true", "3 t1 serial false", "3 t2 serial false", "5 main serial false",
                    "5 t1 serial false",
                    "5 t2 serial true"), run.log.stream().sorted().toList());
        }
    }

    private static String picture(KernelVersion version) {
        try (var run = world(version)) {
            run.at(0, "main", 10, k -> {
                int barrier = k.barrierCreate("b", 2);
                thread(run, k, "first", 20, () -> {
                    k.barrierWait(barrier);
                    k.compute(Ns.ms(1));
                });
                k.compute(Ns.ms(2));
                k.barrierWait(barrier);
                k.compute(Ns.ms(1));
            });
            return run.run(20).timeline(0, 6);
        }
    }

    @Test
    void in80WaitersShowAsBarrier() {
        assertEquals("""
                main   10 |##-#
                first  20 |bb#
                """, picture(KernelVersion.SDP_8));
    }

    @Test
    void in7xWaitersShowAsCondvar() {
        assertEquals("""
                main   10 |##-#
                first  20 |cc#
                """, picture(KernelVersion.SDP_7));
    }

    /// POSIX: the wait goes on after the handler.
    @ParameterizedTest
    @EnumSource
    void aSignalHandlerDoesNotEndTheWait(KernelVersion version) {
        try (var run = world(version)) {
            run.at(0, "main", 10, k -> {
                int barrier = k.barrierCreate("b", 2);
                k.signalAction(Signal.SIGUSR1, SignalAction.handler(info -> run.say("handler")));
                int tid = thread(run, k, "waits", 20, () -> {
                    k.barrierWait(barrier);
                    run.say("through");
                });
                k.compute(Ns.ms(1));
                k.threadKill(tid, Signal.SIGUSR1);
                k.compute(Ns.ms(1));
                k.barrierWait(barrier);
            });
            run.run(20);

            assertEquals(List.of("1 handler", "2 through"), run.log);
        }
    }

    /// POSIX: no cancellation point.
    @ParameterizedTest
    @EnumSource
    void aCancelledThreadWaitsForTheOthersFirst(KernelVersion version) {
        try (var run = world(version)) {
            run.at(0, "main", 10, k -> {
                int barrier = k.barrierCreate("b", 2);
                int tid = thread(run, k, "waits", 20, () -> {
                    k.barrierWait(barrier);
                    run.say("through");
                    k.sleep(Ns.ms(1));
                    run.say("never");
                });
                k.compute(Ns.ms(1));
                k.threadCancel(tid);
                k.compute(Ns.ms(1));
                run.say("last " + k.barrierWait(barrier));
                k.sleep(Ns.ms(5));
            });
            run.run(20);

            assertEquals(List.of("2 through", "2 last true"), run.log);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sharedOnesAreFoundByNameAndThoseInUseNotDestroyed(KernelVersion version) {
        try (var run = world(version)) {
            run.at(0, "maker", 10, k -> {
                run.say("of nobody " + errnoOf(() -> k.barrierCreate("b", 0)));
                int barrier = k.barrierCreateShared("/b", 2);
                run.say("twice " + errnoOf(() -> k.barrierCreateShared("/b", 2)));
                k.barrierWait(barrier);
                run.say("through");
            });
            run.at(1, "user", 20, k -> {
                int barrier = k.barrierOpen("/b");
                run.say("in use " + errnoOf(() -> k.barrierDestroy(barrier)));
                k.barrierWait(barrier);
                k.sleep(Ns.ms(1));
                run.say("free " + errnoOf(() -> k.barrierDestroy(barrier)) + ", gone " + errnoOf(() -> k.barrierWait(barrier))
                        + " "
                        + errnoOf(() -> k.barrierOpen("/b")));
            });
            run.run(10);

            assertEquals(
                    List.of("0 of nobody EINVAL", "0 twice EEXIST", "1 in use EBUSY", "1 through",
                            "2 free EOK, gone EINVAL ENOENT"),
                    run.log);
        }
    }

    /// One that has come and dies has not come.
    @Test
    void in80OneThatDiesHasNotCome() {
        try (var run = world(KernelVersion.SDP_8)) {
            run.at(0, "maker", 10, k -> {
                int barrier = k.barrierCreateShared("/b", 2);
                k.sleep(Ns.ms(3));
                k.barrierWait(barrier);
                run.say("through");
            });
            run.at(1, "dies", 20, k -> k.barrierWait(k.barrierOpen("/b")));
            run.at(2, "kill", 30, k -> k.kill(2, Signal.SIGKILL));
            run.at(5, "comes", 20, k -> k.barrierWait(k.barrierOpen("/b")));
            run.run(10);

            assertEquals(List.of("5 through"), run.log);
        }
    }
}
