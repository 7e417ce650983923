package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.Sync.errnoOf;
import static rtk.kernel.Sync.thread;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;

/// Reader/writer locks: of the library in 7.x, of the kernel in 8.0.
class RwlockTest {
    private static TestWorld world(KernelVersion version) { return new TestWorld(KernelConfig.DEFAULT.version(version)); }

    /// `w` writes from 0 to 2 ms; two readers then read together, and `x` writes when both have gone.
    private static String readersAndWriters(KernelVersion version) {
        try (var run = world(version)) {
            run.at(0, "w", 10, k -> {
                int lock = k.rwlockCreate("lock");
                for (String name : List.of("r", "s")) {
                    thread(run, k, name, 20, () -> {
                        k.sleepUntil(Ns.ms(1));
                        k.rwlockRdlock(lock);
                        k.sleepUntil(Ns.ms(4));
                        k.rwlockUnlock(lock);
                    });
                }
                thread(run, k, "x", 30, () -> {
                    k.sleepUntil(Ns.ms(3));
                    k.rwlockWrlock(lock);
                    k.compute(Ns.ms(1));
                    k.rwlockUnlock(lock);
                });
                k.rwlockWrlock(lock);
                k.compute(Ns.ms(2));
                k.rwlockUnlock(lock);
                k.sleepUntil(Ns.ms(6));
            });
            return run.run(20).timeline(0, 7);
        }
    }

    @Test
    void in80WaitersShowAsRwlockRead() {
        assertEquals("""
                w      10 |##zzzz
                r      20 |zlzz
                s      20 |zlzz-
                x      30 |zzzk#
                """, readersAndWriters(KernelVersion.SDP_8));
    }

    @Test
    void in7xWaitersShowAsCondvar() {
        assertEquals("""
                w      10 |##zzzz
                r      20 |zczz
                s      20 |zczz-
                x      30 |zzzc#
                """, readersAndWriters(KernelVersion.SDP_7));
    }

    @ParameterizedTest
    @EnumSource
    void manyReadOrOneWrites(KernelVersion version) {
        try (var run = world(version)) {
            run.at(0, "main", 10, k -> {
                int lock = k.rwlockCreate("lock");
                k.rwlockRdlock(lock);
                k.rwlockRdlock(lock);
                run.say("read: read " + k.rwlockTryrdlock(lock) + ", write " + k.rwlockTrywrlock(lock));
                for (int i = 0; i < 3; i++) k.rwlockUnlock(lock);
                run.say("free: " + errnoOf(() -> k.rwlockUnlock(lock)));
                k.rwlockWrlock(lock);
                run.say("write: read " + k.rwlockTryrdlock(lock) + ", write " + k.rwlockTrywrlock(lock));
                run.say("again " + errnoOf(() -> k.rwlockRdlock(lock)) + " " + errnoOf(() -> k.rwlockWrlock(lock)));
                thread(run, k, "other", 20, () -> run.say("other unlocks " + errnoOf(() -> k.rwlockUnlock(lock))));
            });
            run.run(10);

            assertEquals(List.of("0 read: read true, write false", "0 free: EPERM", "0 write: read false, write false",
                    "0 again EDEADLK EDEADLK", "0 other unlocks EPERM"), run.log);
        }
    }

    @ParameterizedTest
    @EnumSource
    void timedLocksGiveUpAndAWriterThatDoesLetsTheReadersIn(KernelVersion version) {
        try (var run = world(version)) {
            run.at(0, "main", 10, k -> {
                int lock = k.rwlockCreate("lock");
                thread(run, k, "write", 20, () -> {
                    k.sleepUntil(Ns.ms(1));
                    run.say("write " + errnoOf(() -> k.rwlockTimedwrlock(lock, Ns.ms(3))));
                    run.say("past " + errnoOf(() -> k.rwlockTimedwrlock(lock, Ns.ms(3))));
                });
                thread(run, k, "read", 15, () -> {
                    k.sleepUntil(Ns.ms(2));
                    run.say("read " + errnoOf(() -> k.rwlockTimedrdlock(lock, Ns.ms(8))));
                    k.rwlockUnlock(lock);
                    k.sleepUntil(Ns.ms(6));
                    run.say("read " + errnoOf(() -> k.rwlockTimedrdlock(lock, Ns.ms(7))));
                });
                k.rwlockRdlock(lock);
                k.sleepUntil(Ns.ms(5));
                k.rwlockUnlock(lock);
                k.rwlockWrlock(lock);
                k.sleepUntil(Ns.ms(9));
            });
            run.run(20);

            assertEquals(List.of("3 write ETIMEDOUT", "3 past ETIMEDOUT", "3 read EOK", "7 read ETIMEDOUT"), run.log);
        }
    }

    /// POSIX, thread execution scheduling: a reader waits for writers of its own priority or above only; among those who wait the
    /// highest is first, writers before readers of the same.
    @Test
    void in80TheLockGoesByPriorityWritersFirstAmongEquals() {
        try (var run = world(KernelVersion.SDP_8)) {
            run.at(0, "main", 40, k -> {
                int lock = k.rwlockCreate("lock");
                k.rwlockRdlock(lock);
                for (String name : List.of("w20", "r20", "r15", "w25", "r30")) {
                    thread(run, k, name, Integer.parseInt(name.substring(1)), () -> {
                        if (name.startsWith("r")) k.rwlockRdlock(lock);
                        else k.rwlockWrlock(lock);
                        run.say(name);
                        k.sleep(Ns.ms(1));
                        k.rwlockUnlock(lock);
                    });
                    k.sleep(Ns.ms(1));
                }
                run.say("main leaves");
                k.rwlockUnlock(lock);
                k.sleep(Ns.ms(10));
            });
            run.run(30);

            assertEquals(List.of("4 r30", "5 main leaves", "5 w25", "6 w20", "7 r20", "7 r15"), run.log);
        }
    }

    /// A reader whose priority rises over the waiting writer's need not wait for it any longer.
    @Test
    void in80AChangedPriorityCountsAtOnce() {
        try (var run = world(KernelVersion.SDP_8)) {
            run.at(0, "main", 40, k -> {
                int lock = k.rwlockCreate("lock");
                k.rwlockRdlock(lock);
                thread(run, k, "write", 20, () -> k.rwlockWrlock(lock));
                int reader = thread(run, k, "read", 10, () -> {
                    k.rwlockRdlock(lock);
                    run.say("reads");
                });
                k.sleep(Ns.ms(2));
                k.setSchedPrio(reader, 25);
                k.sleep(Ns.ms(1));
            });
            run.run(30);

            assertEquals(List.of("2 reads"), run.log);
        }
    }

    /// What the library does: a reader that comes waits while any writer waits.
    @Test
    void in7xWritersGoBeforeReaders() {
        try (var run = world(KernelVersion.SDP_7)) {
            run.at(0, "main", 40, k -> {
                int lock = k.rwlockCreate("lock");
                k.rwlockRdlock(lock);
                thread(run, k, "w10", 10, () -> {
                    k.rwlockWrlock(lock);
                    run.say("writes");
                    k.rwlockUnlock(lock);
                });
                k.sleep(Ns.ms(1));
                thread(run, k, "r30", 30, () -> {
                    run.say("try " + k.rwlockTryrdlock(lock));
                    k.rwlockRdlock(lock);
                    run.say("reads");
                });
                k.sleep(Ns.ms(1));
                k.rwlockUnlock(lock);
                k.sleep(Ns.ms(1));
            });
            run.run(30);

            assertEquals(List.of("1 try false", "2 writes", "2 reads"), run.log);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sharedOnesAreFoundByNameAndThoseInUseNotDestroyed(KernelVersion version) {
        try (var run = world(version)) {
            run.at(0, "maker", 10, k -> {
                int lock = k.rwlockCreateShared("/l");
                k.rwlockWrlock(lock);
                k.sleep(Ns.ms(2));
                run.say("twice " + errnoOf(() -> k.rwlockCreateShared("/l")) + ", in use "
                        + errnoOf(() -> k.rwlockDestroy(lock)));
                k.rwlockUnlock(lock);
            });
            run.at(1, "user", 20, k -> {
                int lock = k.rwlockOpen("/l");
                k.rwlockRdlock(lock);
                k.sleep(Ns.ms(1));
                run.say("reads");
                k.rwlockUnlock(lock);
                run.say("free " + errnoOf(() -> k.rwlockDestroy(lock)) + ", gone " + errnoOf(() -> k.rwlockRdlock(lock)) + " "
                        + errnoOf(() -> k.rwlockOpen("/l")));
            });
            run.run(10);

            assertEquals(List.of("2 twice EEXIST, in use EBUSY", "3 reads", "3 free EOK, gone EINVAL ENOENT"), run.log);
        }
    }
}
