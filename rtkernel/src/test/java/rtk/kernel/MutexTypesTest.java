package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.Sync.errnoOf;
import static rtk.kernel.Sync.thread;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.MutexType;

/// Rule M6: types, owners and robustness; ceilings, sharing and destruction.
class MutexTypesTest {
    @ParameterizedTest
    @EnumSource
    @Rule("M6")
    void m6UnlockByAnotherIsRefusedIn80ForCheckedMutexesOnly(KernelVersion version) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.version(version))) {
            run.at(0, "main", 10, k -> {
                for (MutexAttr attr : List.of(MutexAttr.DEFAULT, MutexAttr.DEFAULT.type(MutexType.RECURSIVE),
                        MutexAttr.DEFAULT.type(MutexType.NORMAL).asRobust(), MutexAttr.DEFAULT.type(MutexType.NORMAL))) {
                    int m = k.mutexCreate("m", attr);
                    k.mutexLock(m);
                    thread(run, k, "other", 20, () -> {
                        var unlocked = errnoOf(() -> k.mutexUnlock(m));
                        run.say(attr.type() + (attr.robust() ? " robust" : "") + ": " + unlocked + ", free " + k.mutexTrylock(m));
                    });
                }
            });
            run.run(10);

            boolean checked = version == KernelVersion.SDP_7;
            assertEquals(List.of("0 ERROR_CHECK: EPERM, free false", "0 RECURSIVE: EPERM, free false",
                    "0 NORMAL robust: EPERM, free false",
                    checked ? "0 NORMAL: EPERM, free false" : "0 NORMAL: EOK, free true"), run.log);
        }
    }

    /// In 8.0 the owner loses with the mutex what it inherited through it.
    @Test
    @Rule("M6")
    void m6AMutexTakenFromItsOwnerTakesItsBoostAlong() {
        try (var run = new TestWorld(KernelConfig.DEFAULT.version(KernelVersion.SDP_8))) {
            run.at(0, "main", 10, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT.type(MutexType.NORMAL));
                k.mutexLock(m);
                thread(run, k, "waits", 20, () -> {
                    k.mutexLock(m);
                    run.say("waits has it");
                    k.mutexUnlock(m);
                });
                run.say("main at " + k.priority());
                thread(run, k, "thief", 30, () -> k.mutexUnlock(m));
                run.say("main at " + k.priority() + ", unlock " + errnoOf(() -> k.mutexUnlock(m)));
            });
            run.run(10);

            assertEquals(List.of("0 main at 20", "0 waits has it", "0 main at 10, unlock EOK"), run.log);
        }
    }

    @Test
    @Rule("M6")
    void m6RecursiveMutexesCountAndErrorCheckingOnesSayEdeadlk() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                int recursive = k.mutexCreate("r", MutexAttr.DEFAULT.type(MutexType.RECURSIVE));
                int checking = k.mutexCreate("e", MutexAttr.DEFAULT.type(MutexType.ERROR_CHECK));
                thread(run, k, "other", 20, () -> {
                    k.sleep(Ns.ms(1));
                    k.mutexLock(recursive);
                    run.say("other has it");
                });
                k.mutexLock(recursive);
                k.mutexLock(recursive);
                run.say("try " + k.mutexTrylock(recursive));
                k.compute(Ns.ms(2));
                for (int i = 0; i < 3; i++) {
                    run.say("unlock");
                    k.mutexUnlock(recursive);
                }
                run.say("once more " + errnoOf(() -> k.mutexUnlock(recursive)));
                k.mutexLock(checking);
                run.say("checking " + errnoOf(() -> k.mutexLock(checking)) + ", try " + k.mutexTrylock(checking));
            });
            run.run(10);

            assertEquals(List.of("0 try true", "2 unlock", "2 unlock", "2 unlock", "2 other has it", "2 once more EPERM",
                    "2 checking EDEADLK, try false"), run.log);
        }
    }

    @Test
    @Rule("M6")
    void m6ANormalMutexLockedAgainIsADeadlockUntilATimeout() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT.type(MutexType.NORMAL));
                k.mutexLock(m);
                run.say("again " + errnoOf(() -> k.mutexTimedlock(m, Ns.ms(3))));
                run.say("unlock " + errnoOf(() -> k.mutexUnlock(m)));
            });
            run.run(10);

            assertEquals(List.of("3 again ETIMEDOUT", "3 unlock EOK"), run.log);
        }
    }

    @Test
    @Rule("M6")
    void m6TheNextOwnerOfARobustMutexIsToldThatTheLastOneDied() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "owner", 10, k -> {
                k.mutexLock(k.mutexCreate("/m", MutexAttr.DEFAULT.asShared().asRobust()));
                k.compute(Ns.ms(3));
            });
            run.at(1, "heir", 20, k -> {
                int m = k.mutexOpen("/m");
                run.say("heir: " + errnoOf(() -> k.mutexLock(m)));
                k.mutexConsistent(m);
                run.say("again: " + errnoOf(() -> k.mutexConsistent(m)));
                k.mutexUnlock(m);
                run.say("then: " + errnoOf(() -> k.mutexLock(m)));
            });
            run.run(10);

            assertEquals(List.of("3 heir: EOWNERDEAD", "3 again: EINVAL", "3 then: EOK"), run.log);
        }
    }

    @Test
    @Rule("M6")
    void m6ARobustMutexLetGoWithoutBeingPutInOrderIsLostForAll() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT.asRobust());
                thread(run, k, "dies", 20, () -> k.mutexLock(m));
                for (String name : List.of("first", "second")) {
                    thread(run, k, name, 15, () -> {
                        run.say(name + ": " + errnoOf(() -> k.mutexLock(m)));
                        k.sleep(Ns.ms(1));
                        run.say(name + " unlocks: " + errnoOf(() -> k.mutexUnlock(m)));
                    });
                }
                k.sleep(Ns.ms(2));
                run.say("late: " + errnoOf(() -> k.mutexLock(m)) + " " + errnoOf(() -> k.mutexTrylock(m)));
                run.say("destroy: " + errnoOf(() -> k.mutexDestroy(m)));
            });
            run.run(10);

            assertEquals(List.of("0 first: EOWNERDEAD", "1 first unlocks: EOK", "1 second: ENOTRECOVERABLE",
                    "2 second unlocks: EPERM", "2 late: ENOTRECOVERABLE ENOTRECOVERABLE", "2 destroy: EOK"), run.log);
        }
    }

    /// A thread that ends with its process alive is not one that dies with it: nobody is told, and nobody gets the mutex.
    @Test
    void theMutexOfAnEndedThreadThatIsNotRobustStaysLocked() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT);
                thread(run, k, "ends", 20, () -> k.mutexLock(m));
                run.say("try " + k.mutexTrylock(m) + ", lock " + errnoOf(() -> k.mutexTimedlock(m, Ns.ms(1))) + ", unlock "
                        + errnoOf(() -> k.mutexUnlock(m)));
            });
            run.run(10);

            assertEquals(List.of("1 try false, lock ETIMEDOUT, unlock EPERM"), run.log);
        }
    }

    @Test
    void aTimedLockOfAFreeMutexSucceedsHoweverLate() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(5, "main", 10, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT);
                k.mutexTimedlock(m, Ns.ms(1));
                thread(run, k, "late", 20, () -> run.say("late " + errnoOf(() -> k.mutexTimedlock(m, Ns.ms(1)))));
                thread(run, k, "poll", 20, () -> {
                    k.timerTimeout(0);
                    run.say("poll " + errnoOf(() -> k.mutexLock(m)));
                });
            });
            run.run(10);

            assertEquals(List.of("5 late ETIMEDOUT", "5 poll ETIMEDOUT"), run.log);
        }
    }

    /// Changing it locks the mutex, whatever the priority of who does it, and returns the old one.
    @Test
    void aCeilingIsChangedByWhoeverHasTheMutexAndCountsFromTheNextLockOn() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                int m = k.mutexCreate("m", MutexAttr.protect(20));
                int none = k.mutexCreate("i", MutexAttr.DEFAULT);
                thread(run, k, "sets", 30, () -> {
                    k.sleep(Ns.ms(1));
                    run.say("was " + k.mutexSetprioceiling(m, 40));
                });
                k.mutexLock(m);
                k.compute(Ns.ms(3));
                run.say("held at " + k.priority());
                k.mutexUnlock(m);
                k.mutexLock(m);
                run.say("then " + k.priority() + ", own " + errnoOf(() -> k.mutexSetprioceiling(m, 50)));
                run.say("is " + k.mutexGetprioceiling(m) + ", of another "
                        + errnoOf(() -> k.mutexGetprioceiling(none)) + ", too high "
                        + errnoOf(() -> k.mutexSetprioceiling(m, 256)));
            });
            run.run(10);

            assertEquals(
                    List.of("3 held at 20", "3 was 20", "3 then 40, own EDEADLK", "3 is 40, of another EINVAL, too high EINVAL"),
                    run.log);
        }
    }

    @Test
    void aMutexInUseIsNotDestroyedAndADestroyedOneIsNone() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                int m = k.mutexCreate("m", MutexAttr.DEFAULT);
                k.mutexLock(m);
                run.say("locked " + errnoOf(() -> k.mutexDestroy(m)));
                k.mutexUnlock(m);
                run.say("free " + errnoOf(() -> k.mutexDestroy(m)));
                run.say("gone " + errnoOf(() -> k.mutexLock(m)) + " " + errnoOf(() -> k.mutexUnlock(m)) + " "
                        + errnoOf(() -> k.mutexDestroy(m)));
            });
            run.run(10);

            assertEquals(List.of("0 locked EBUSY", "0 free EOK", "0 gone EINVAL EINVAL EINVAL"), run.log);
        }
    }

    /// Each process has a handle of its own; priorities pass from one to the other, and the mutex outlives its maker.
    @ParameterizedTest
    @EnumSource
    void aSharedMutexIsOneForAllWhoOpenIt(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "maker", 10, k -> {
                run.say("early " + errnoOf(() -> k.mutexOpen("/m")));
                k.mutexCreate("private", MutexAttr.DEFAULT);
                int m = k.mutexCreate("/m", MutexAttr.DEFAULT.asShared());
                run.say("twice " + errnoOf(() -> k.mutexCreate("/m", MutexAttr.DEFAULT.asShared())));
                k.mutexLock(m);
                k.compute(Ns.ms(3));
                run.say("maker at " + k.priority());
                k.mutexUnlock(m);
            });
            run.at(1, "user", 20, k -> {
                int m = k.mutexOpen("/m");
                k.mutexLock(m);
                k.compute(Ns.ms(1));
                k.mutexUnlock(m);
                k.sleepUntil(Ns.ms(6));
                run.say("later " + errnoOf(() -> k.mutexLock(m)) + ", private " + errnoOf(() -> k.mutexOpen("private")));
                k.mutexUnlock(m);
                k.mutexDestroy(m);
                run.say("destroyed " + errnoOf(() -> k.mutexOpen("/m")));
            });
            run.run(10);

            assertEquals("""
                    maker  10 |###-
                    user   20 | mm#zz
                    """, run.timeline(0, 8));
            assertEquals(
                    List.of("0 early ENOENT", "0 twice EEXIST", "3 maker at 20", "6 later EOK, private ENOENT",
                            "6 destroyed ENOENT"),
                    run.log);
        }
    }
}
