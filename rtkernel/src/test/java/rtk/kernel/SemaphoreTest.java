package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.Sync.errnoOf;
import static rtk.kernel.Sync.thread;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.SemaphoreCalls;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;

/// Semaphores: rule C2, names, limits, timeouts.
class SemaphoreTest {
    @Test
    @Rule("C2")
    void c2PostWakesTheHighestLongestWaitingFirst() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                int sem = k.semCreate("s", 0);
                for (String name : List.of("a10", "b20", "c20", "d15")) {
                    thread(run, k, name, Integer.parseInt(name.substring(1)), () -> {
                        k.semWait(sem);
                        run.say(name);
                    });
                }
                for (int i = 0; i < 4; i++) k.semPost(sem);
            });
            run.run(10);

            assertEquals(List.of("0 b20", "0 c20", "0 d15", "0 a10"), run.log);
        }
    }

    /// The classic inversion: `lo` has the only count, `mid` delays `hi`.
    @ParameterizedTest
    @EnumSource
    @Rule("C2")
    void c2ASemaphoreInheritsNothing(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "lo", 10, k -> {
                int sem = k.semCreate("s", 1);
                thread(run, k, "hi", 30, () -> {
                    k.sleepUntil(Ns.ms(1));
                    k.semWait(sem);
                    k.compute(Ns.ms(1));
                });
                thread(run, k, "mid", 20, () -> {
                    k.sleepUntil(Ns.ms(1));
                    k.compute(Ns.ms(3));
                });
                k.semWait(sem);
                k.compute(Ns.ms(2));
                k.semPost(sem);
                k.compute(Ns.ms(1));
            });
            run.run(20);

            assertEquals("""
                    lo     10 |#---#-#
                    hi     30 |zeeee#
                    mid    20 |z###
                    """, run.timeline(0, 9));
        }
    }

    @Test
    void waitingEndsByTimeoutByDateAndNotAtAllWithoutNeed() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                int sem = k.semCreate("s", 1);
                run.say("first " + errnoOf(() -> k.semTimedwait(sem, 0)) + ", value " + k.semGetvalue(sem));
                run.say("date " + errnoOf(() -> k.semTimedwait(sem, Ns.ms(2))));
                run.say("past " + errnoOf(() -> k.semTimedwait(sem, Ns.ms(2))));
                k.timerTimeout(Ns.ms(3));
                run.say("timeout " + errnoOf(() -> k.semWait(sem)));
                run.say("try " + k.semTrywait(sem));
                k.semPost(sem);
                run.say("try " + k.semTrywait(sem) + ", value " + k.semGetvalue(sem));
            });
            run.run(10);

            assertEquals(
                    List.of("0 first EOK, value 0", "2 date ETIMEDOUT", "2 past ETIMEDOUT", "5 timeout ETIMEDOUT", "5 try false",
                            "5 try true, value 0"),
                    run.log);
        }
    }

    @Test
    void aSignalHandlerEndsTheWait() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                int sem = k.semCreate("s", 0);
                k.signalAction(Signal.SIGUSR1, SignalAction.handler(info -> run.say("handler")));
                int tid = thread(run, k, "waits", 20, () -> run.say("waits " + errnoOf(() -> k.semWait(sem))));
                k.threadKill(tid, Signal.SIGUSR1);
                k.semPost(sem);
                run.say("value " + k.semGetvalue(sem));
            });
            run.run(10);

            assertEquals(List.of("0 handler", "0 waits EINTR", "0 value 1"), run.log);
        }
    }

    @Test
    void limitsAreKept() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                run.say("negative " + errnoOf(() -> k.semCreate("s", -1)));
                int full = k.semCreate("s", SemaphoreCalls.SEM_VALUE_MAX);
                run.say("over " + errnoOf(() -> k.semPost(full)) + ", value "
                        + (k.semGetvalue(full) == SemaphoreCalls.SEM_VALUE_MAX));
                int sem = k.semCreate("s", 0);
                thread(run, k, "waits", 20, () -> k.semWait(sem));
                run.say("in use " + errnoOf(() -> k.semDestroy(sem)));
                k.semPost(sem);
                run.say("free " + errnoOf(() -> k.semDestroy(sem)) + ", gone " + errnoOf(() -> k.semPost(sem)) + " "
                        + errnoOf(() -> k.semTrywait(sem)) + " " + errnoOf(() -> k.semGetvalue(sem)));
            });
            run.run(10);

            assertEquals(List.of("0 negative EINVAL", "0 over EOVERFLOW, value true", "0 in use EBUSY",
                    "0 free EOK, gone EINVAL EINVAL EINVAL"), run.log);
        }
    }

    @Test
    void aNamedSemaphoreIsOneForAllUntilItIsUnlinked() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "maker", 10, k -> {
                run.say("none " + errnoOf(() -> k.semOpen("/s")));
                int sem = k.semOpen("/s", 0, false);
                run.say("exclusive " + errnoOf(() -> k.semOpen("/s", 5, true)) + ", again "
                        + k.semGetvalue(k.semOpen("/s", 5, false)));
                k.semWait(sem);
                run.say("woken");
                k.semUnlink("/s");
                run.say("unlinked " + errnoOf(() -> k.semOpen("/s")) + " " + errnoOf(() -> k.semUnlink("/s")));
                k.semPost(sem);
            });
            run.at(2, "other", 5, k -> {
                int sem = k.semOpen("/s");
                k.semPost(sem);
                run.say("goes on " + k.semGetvalue(sem));
                k.semClose(sem);
                run.say("closed " + errnoOf(() -> k.semPost(sem)));
            });
            run.run(10);

            assertEquals(
                    List.of("0 none ENOENT", "0 exclusive EEXIST, again 0", "2 woken", "2 unlinked ENOENT ENOENT", "2 goes on 1",
                            "2 closed EINVAL"),
                    run.log);
        }
    }
}
