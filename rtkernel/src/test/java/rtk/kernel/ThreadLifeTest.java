package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.SchedParam;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.kernel.api.ThreadCalls;

/// Threads from creation to burial.
class ThreadLifeTest {
    private static final ThreadAttr LOW = new ThreadAttr("t", 5, SchedPolicy.FIFO);

    /// Runs `code` in a process of priority 10.
    private static TestWorld run(CoroutineKind kind, Consumer<KernelCalls> code) {
        var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind));
        return run.at(0, "main", 10, code);
    }

    private static void fails(Errno errno, Runnable call) {
        assertEquals(errno, assertThrows(ErrnoException.class, call::run).errno());
    }

    // Ends.

    @ParameterizedTest
    @EnumSource
    void joinReturnsWhatTheThreadGaveToExitAndZeroIfItReturned(CoroutineKind kind) {
        try (var run = run(kind, k -> {
            int exits = k.threadCreate(LOW, () -> k.threadExit(42));
            int returns = k.threadCreate(LOW, () -> k.compute(Ns.ms(1)));

            assertEquals(42, k.threadJoin(exits));
            assertEquals(0, k.threadJoin(returns));
            fails(Errno.ESRCH, () -> k.threadJoin(exits));
        })) {
            run.runWell(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void joinRefusesOneselfTheDetachedAndASecondWaiter(CoroutineKind kind) {
        try (var run = run(kind, k -> {
            int slow = k.threadCreate(LOW, () -> k.compute(Ns.ms(5)));
            int detached = k.threadCreate(LOW.detached(true), () -> k.compute(Ns.ms(5)));
            k.threadCreate(LOW.priority(20), () -> fails(Errno.ETIMEDOUT, () -> {
                k.timerTimeout(Ns.ms(1));
                k.threadJoin(slow);
            }));

            fails(Errno.EDEADLK, () -> k.threadJoin(k.gettid()));
            fails(Errno.EINVAL, () -> k.threadJoin(detached));
            fails(Errno.EBUSY, () -> k.threadJoin(slow));
            k.compute(Ns.ms(2));
            assertEquals(0, k.threadJoin(slow));
        })) {
            run.runWell(20);
        }
    }

    @ParameterizedTest
    @EnumSource
    void exitRunsFinallyBlocksAsAPartOfTheThread(CoroutineKind kind) {
        try (var run = run(kind, k -> {
            int mutex = k.mutexCreate("m", MutexAttr.DEFAULT);
            int tid = k.threadCreate(LOW, () -> {
                k.mutexLock(mutex);
                try {
                    k.threadExit(1);
                } finally {
                    k.compute(Ns.ms(2));
                    k.mutexUnlock(mutex);
                }
            });

            assertEquals(1, k.threadJoin(tid));
            assertEquals(Ns.ms(2), k.nowNs());
            assertTrue(k.mutexTrylock(mutex));
        })) {
            run.runWell(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theProcessLivesUntilItsLastThreadEnds(CoroutineKind kind) {
        try (var run = run(kind, k -> {
            k.threadCreate(LOW, () -> k.compute(Ns.ms(3)));
            k.threadExit(0);
        })) {
            run.runWell(2);
            assertEquals(1, run.kernel.processCount());
            run.runWell(4);
            assertEquals(0, run.kernel.processCount());
        }
    }

    @ParameterizedTest
    @EnumSource
    void destroyEndsAThreadWhereItIsAndItsFinallyBlocksReachNoKernel(CoroutineKind kind) {
        try (var run = run(kind, k -> {
            int sem = k.semCreate("s", 0);
            int tid = k.threadCreate(LOW, () -> {
                try {
                    k.sleep(Ns.s(1));
                } finally {
                    k.semPost(sem);
                }
            });
            k.sleep(Ns.ms(1));
            k.threadDestroy(tid, 7);

            assertEquals(7, k.threadJoin(tid));
            k.timerTimeout(Ns.ms(1));
            fails(Errno.ETIMEDOUT, () -> k.semWait(sem));
            fails(Errno.ESRCH, () -> k.threadDestroy(tid, 7));
        })) {
            run.runWell(10);
        }
    }

    // Memory.

    @ParameterizedTest
    @EnumSource
    void theDeadAreForgottenAndNoRcvidIsGivenTwice(CoroutineKind kind) {
        Set<Integer> rcvids = new HashSet<>();
        try (var run = run(kind, k -> {
            for (int i = 0; i < 1_000; i++) {
                int tid = k.threadCreate(i % 2 == 0 ? LOW.detached(true) : LOW, () -> {});
                assertEquals(2, tid);
                if (i % 2 == 0) k.sleep(Ns.us(1));
                else k.threadJoin(tid);
            }
        })) {
            int[] highest = new int[1];
            run.watch((timeNs, event, a, b, c, d, e) -> {
                for (Tcb thread : run.kernel.threads.all()) {
                    rcvids.add(thread.rcvid);
                    highest[0] = Math.max(highest[0], thread.rcvid & ThreadTable.THREADS_MAX - 1);
                    assertSame(thread, run.kernel.threadByRcvid(thread.rcvid));
                }
            });
            run.runWell(10);

            assertEquals(1_001, rcvids.size());
            assertTrue(highest[0] < 100, () -> "slot " + highest[0]);
            for (int rcvid : rcvids) assertNull(run.kernel.threadByRcvid(rcvid));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeadThreadKeepsItsTidUntilItIsJoinedOrDetached(CoroutineKind kind) {
        try (var run = run(kind, k -> {
            int dead = k.threadCreate(LOW, () -> {});
            k.sleep(1);
            int next = k.threadCreate(LOW, () -> {});

            assertEquals(List.of(2, 3), List.of(dead, next));
            k.threadDetach(dead);
            fails(Errno.ESRCH, () -> k.threadDetach(dead));
            assertEquals(2, k.threadCreate(LOW.detached(true), () -> {}));
            fails(Errno.EINVAL, () -> k.threadDetach(2));
        })) {
            run.runWell(10);
        }
    }

    // Cancelling.

    @ParameterizedTest
    @EnumSource
    void cancelEndsAWaitAtOnceAndTheFinallyBlocksMayWaitAgain(CoroutineKind kind) {
        try (var run = run(kind, k -> {
            int tid = k.threadCreate(LOW, () -> {
                try {
                    k.sleep(Ns.s(1));
                } finally {
                    k.sleep(Ns.ms(2));
                }
            });
            k.sleep(Ns.ms(1));
            k.threadCancel(tid);

            assertEquals(ThreadCalls.CANCELED, k.threadJoin(tid));
            assertEquals(Ns.ms(3), k.nowNs());
            fails(Errno.ESRCH, () -> k.threadCancel(tid));
        })) {
            run.runWell(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void cancelOfAThreadThatComputesWaitsForACancellationPoint(CoroutineKind kind) {
        try (var run = run(kind, k -> {
            int mutex = k.mutexCreate("m", MutexAttr.DEFAULT);
            int tid = k.threadCreate(LOW, () -> {
                k.compute(Ns.ms(3));
                k.mutexLock(mutex);
                k.mutexUnlock(mutex);
                k.compute(Ns.ms(2));
                k.sleep(1);
                throw new AssertionError("slept");
            });
            k.sleep(Ns.ms(1));
            k.threadCancel(tid);

            assertEquals(ThreadCalls.CANCELED, k.threadJoin(tid));
            assertEquals(Ns.ms(5), k.nowNs());
        })) {
            run.runWell(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDisabledCancelWaitsUntilItIsEnabled(CoroutineKind kind) {
        try (var run = run(kind, k -> {
            int tid = k.threadCreate(LOW, () -> {
                assertTrue(k.setCancelState(false));
                k.sleep(Ns.ms(2));
                k.testCancel();
                k.setCancelState(true);
                k.compute(Ns.ms(2));
                k.testCancel();
                throw new AssertionError("not cancelled");
            });
            k.sleep(Ns.ms(1));
            k.threadCancel(tid);

            assertEquals(ThreadCalls.CANCELED, k.threadJoin(tid));
            assertEquals(Ns.ms(4), k.nowNs());
        })) {
            run.runWell(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aThreadCancelledInACondvarOwnsItsMutexInTheFinallyBlocks(CoroutineKind kind) {
        try (var run = run(kind, k -> {
            int mutex = k.mutexCreate("m", MutexAttr.DEFAULT);
            int condvar = k.condvarCreate("c");
            int tid = k.threadCreate(LOW, () -> {
                k.mutexLock(mutex);
                try {
                    k.condvarWait(condvar, mutex);
                } finally {
                    k.mutexUnlock(mutex);
                }
            });
            k.sleep(Ns.ms(1));
            k.mutexLock(mutex);
            k.threadCancel(tid);
            k.sleep(Ns.ms(1));
            k.mutexUnlock(mutex);

            assertEquals(ThreadCalls.CANCELED, k.threadJoin(tid));
            assertEquals(Ns.ms(2), k.nowNs());
        })) {
            run.runWell(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aThreadThatWaitsForAReplyLeavesUnlessTheServerWantsToBeAsked(CoroutineKind kind) {
        assertEquals("1 ESRCH", cancelledClient(kind));
        assertEquals("4 EOK", cancelledClient(kind, ChannelFlag.UNBLOCK));
    }

    /// @return when, in ms, the client that was cancelled at 1 ms is gone, and what the reply at 4 ms comes to
    private static String cancelledClient(CoroutineKind kind, ChannelFlag... flags) {
        String[] outcome = new String[1];
        long[] goneMs = new long[1];
        try (var run = run(kind, k -> {
            int chid = k.channelCreate(flags);
            int coid = k.connectAttach(0, chid, 0);
            int client = k.threadCreate(LOW, () -> {
                k.msgSend(coid, new byte[0], new byte[0]);
                k.testCancel();
                throw new AssertionError("not cancelled");
            });
            k.threadCreate(LOW.priority(20), () -> {
                assertEquals(ThreadCalls.CANCELED, k.threadJoin(client));
                goneMs[0] = k.nowNs() / Ns.ms(1);
            });
            int rcvid = k.msgReceive(chid, new byte[64], null);
            k.compute(Ns.ms(1));
            k.threadCancel(client);
            k.sleep(Ns.ms(3));
            try {
                k.msgReply(rcvid, 0);
                outcome[0] = "EOK";
            } catch (ErrnoException error) {
                outcome[0] = error.errno().name();
            }
            k.sleep(Ns.ms(1));
        })) {
            run.runWell(10);
        }
        return goneMs[0] + " " + outcome[0];
    }

    // Names, keys, parameters.

    @ParameterizedTest
    @EnumSource
    void aThreadIsCalledByItsTidUntilItGetsAName(CoroutineKind kind) {
        try (var run = run(kind, k -> {
            int tid = k.threadCreate(ThreadAttr.named(null), () -> {});

            assertEquals("main", k.threadName(0));
            assertEquals("2", k.threadName(tid));
            k.setThreadName(tid, "worker");
            assertEquals("worker", k.threadName(tid));
            fails(Errno.ESRCH, () -> k.threadName(9));
        })) {
            run.runWell(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysHaveAValueForEachThread(CoroutineKind kind) {
        try (var run = run(kind, k -> {
            int key = k.keyCreate();
            k.setSpecific(key, "mine");
            int tid = k.threadCreate(LOW.priority(20), () -> {
                assertNull(k.getSpecific(key));
                k.setSpecific(key, "other");
            });
            k.threadJoin(tid);

            assertEquals("mine", k.getSpecific(key));
            fails(Errno.EINVAL, () -> k.setSpecific(key + 1, ""));
            for (int i = 1; i < ThreadCalls.KEYS_MAX; i++) k.keyCreate();
            fails(Errno.EAGAIN, k::keyCreate);
        })) {
            run.runWell(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewThreadInheritsWhatItsCreatorSetForItselfAndNotABoost(CoroutineKind kind) {
        try (var run = run(kind, k -> {
            k.setSchedParam(0, 12, SchedPolicy.RR);
            int mutex = k.mutexCreate("m", MutexAttr.protect(30));
            k.mutexLock(mutex);
            int tid = k.threadCreate(ThreadAttr.named("t"), () -> {});

            assertEquals(new SchedParam(SchedPolicy.RR, 12, 30, null), k.schedGet(0));
            assertEquals(SchedParam.of(SchedPolicy.RR, 12), k.schedGet(tid));
            k.setSchedPrio(tid, 13);
            assertEquals(SchedParam.of(SchedPolicy.RR, 13), k.schedGet(tid));
            fails(Errno.ESRCH, () -> k.schedGet(9));
            fails(Errno.ESRCH, () -> k.setSchedPrio(9, 1));
            fails(Errno.EINVAL, () -> k.setSchedPrio(tid, 0));
            fails(Errno.EINVAL, () -> k.setSchedPrio(tid, 256));
        })) {
            run.runWell(10);
        }
    }
}
