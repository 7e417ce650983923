package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.TestWorld.errnoOf;
import static rtk.kernel.TestWorld.thread;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexAttr;
import rtk.trace.EventKind;

/// Circles of waits that are not of sends alone, and which of them are deadlocks. Those of sends: [SendCycleTest].
class WaitCircleTest {
    private static void send(KernelCalls k, int pid) { k.msgSend(k.connectAttach(pid, 1, 0), new byte[8], null); }

    /// Asks `pid` something in turn before it replies.
    private static void serveAsking(KernelCalls k, int pid) {
        k.channelCreate();
        int rcvid = k.msgReceive(1, new byte[8], null);
        send(k, pid);
        k.msgReply(rcvid, 0);
    }

    private static List<String> texts(List<Diagnostic> found) {
        return found.stream().map(one -> one.atNs() / Ns.ms(1) + " " + one.kind() + " " + one.text()).toList();
    }

    /// `p` sends with the mutex locked that its other thread needs before it can answer the server's question.
    private static void lockAndAsk(KernelCalls k, int idleReceivers) {
        k.channelCreate();
        int mutex = k.mutexCreate("m", MutexAttr.DEFAULT);
        for (int i = 0; i < idleReceivers; i++) thread(k, "idle", 9, () -> k.msgReceive(1, new byte[8], null));
        thread(k, "answers", 12, () -> {
            int rcvid = k.msgReceive(1, new byte[8], null);
            k.mutexLock(mutex);
            k.msgReply(rcvid, 0);
        });
        k.sleepUntil(Ns.ms(3));
        k.mutexLock(mutex);
        send(k, 2);
    }

    @ParameterizedTest
    @EnumSource
    void aMutexHeldAcrossASendClosesACircleWithTheServersQuestion(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            var traced = new ArrayList<String>();
            run.watch((timeNs, what, a, b, c, d, e) -> {
                if (what == EventKind.SEND_CYCLE) traced.add("thread#" + a + " in " + b);
            });
            run.at(0, "p", 10, k -> lockAndAsk(k, 0));
            run.at(0, "q", 10, k -> serveAsking(k, 1));
            run.run(20);

            var circle = List.of(
                    "3 MIXED_CYCLE p/2 (answers) waits for mutex m of p/1, p/1 waits for the reply of q(2), q/1 waits for the reply of p(1)");
            assertEquals(circle, texts(run.kernel.diagnostics()));
            assertEquals(circle, texts(run.kernel.deadlocks()));
            assertEquals(List.of("thread#3 in 3"), traced);
        }
    }

    /// It could reply to `q`, whatever it means to do.
    @Test
    void aServerWithAThreadThatStillReceivesIsNotStuck() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "p", 10, k -> lockAndAsk(k, 1));
            run.at(0, "q", 10, k -> serveAsking(k, 1));
            run.run(20);

            assertEquals(List.of(), run.kernel.diagnostics());
        }
    }

    @Test
    void oneThatJoinsAThreadWhichWaitsForItsMutexIsInACircle() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "p", 10, k -> {
                int mutex = k.mutexCreate("m", MutexAttr.DEFAULT);
                k.mutexLock(mutex);
                k.threadJoin(thread(k, "t", 9, () -> k.mutexLock(mutex)));
            });
            run.run(20);

            assertEquals(List.of("0 MIXED_CYCLE p/2 (t) waits for mutex m of p/1, p/1 waits for the end of p/2 (t)"),
                    texts(run.kernel.deadlocks()));
        }
    }

    /// Locks its own, and at `ms` that of the other, with patience for some milliseconds.
    private static void cross(KernelCalls k, int first, int second, long ms, long patienceMs) {
        thread(k, "t", 10, () -> {
            k.mutexLock(first);
            k.sleepUntil(Ns.ms(ms));
            errnoOf(() -> k.mutexTimedlock(second, patienceMs == 0 ? Ns.NEVER : k.nowNs() + Ns.ms(patienceMs)));
            if (patienceMs == 0) k.mutexUnlock(second);
            k.mutexUnlock(first);
        });
    }

    @Test
    void aCircleOfMutexesIsADeadlockUnlessSomebodyWillLosePatience() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "p", 20, k -> {
                int a = k.mutexCreate("a", MutexAttr.DEFAULT);
                int b = k.mutexCreate("", MutexAttr.DEFAULT);
                cross(k, a, b, 1, 5);
                cross(k, b, a, 2, 0);
                k.sleepUntil(Ns.ms(10));
                cross(k, a, b, 11, 0);
                cross(k, b, a, 12, 0);
                k.sleepUntil(Ns.ms(50));
            });

            run.run(4);
            assertEquals(1, run.kernel.diagnostics().size());
            assertEquals(List.of(), run.kernel.deadlocks());

            run.run(20);
            assertEquals(List.of("2 MUTEX_CYCLE p/3 (t) waits for mutex a of p/2 (t), p/2 (t) waits for mutex mutex#2 of p/3 (t)",
                    "12 MUTEX_CYCLE p/5 (t) waits for mutex a of p/4 (t), p/4 (t) waits for mutex mutex#2 of p/5 (t)"),
                    texts(run.kernel.diagnostics()));
            assertEquals(
                    List.of("12 MUTEX_CYCLE p/5 (t) waits for mutex a of p/4 (t), p/4 (t) waits for mutex mutex#2 of p/5 (t)"),
                    texts(run.kernel.deadlocks()));
        }
    }

    /// The last thread that could have replied dies: what the others wait for closes then.
    @Test
    void aCircleClosesWithTheDeathOfTheLastThreadThatCouldReply() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "p", 10, k -> {
                thread(k, "busy", 9, () -> k.sleepUntil(Ns.ms(7)));
                lockAndAsk(k, 0);
            });
            run.at(0, "q", 10, k -> serveAsking(k, 1));
            run.run(20);

            assertEquals(List.of(
                    "7 SEND_CYCLE p/1 waits for the reply of q(2), q/1 waits for the reply of p(1)"),
                    texts(run.kernel.deadlocks()));
        }
    }
}
