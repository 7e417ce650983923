package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.TestWorld.errnoOf;
import static rtk.kernel.TestWorld.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.trace.EventKind;

/// The monitors: cycles of sends, and messages without a reply.
class SendCycleTest {
    private static void send(KernelCalls k, int pid) { k.msgSend(k.connectAttach(pid, 1, 0), new byte[8], null); }

    /// Makes its channel, and sends to `pid` at `ms`.
    private static void sendAt(KernelCalls k, long ms, int pid) {
        k.channelCreate();
        k.sleepUntil(Ns.ms(ms));
        send(k, pid);
    }

    private static List<String> found(TestWorld run) {
        return run.kernel.diagnostics().stream().map(one -> one.atNs() / Ns.ms(1) + " " + one.kind() + " " + one.text()).toList();
    }

    @ParameterizedTest
    @EnumSource
    @Rule("R9")
    void r9TwoThatSendToEachOtherAreReportedWhenTheSecondDoes(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "a", 10, k -> sendAt(k, 2, 2));
            run.at(0, "b", 10, k -> sendAt(k, 4, 1));
            run.run(20);

            assertEquals(List.of("4 SEND_CYCLE b/1 sends to a(1), a/1 sends to b(2)"), found(run));
        }
    }

    /// Of three, one has been received: it waits for a reply.
    @Test
    @Rule("R9")
    void r9ACycleOfThreeIsNamedInItsOrder() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "a", 10, k -> {
                k.channelCreate();
                k.msgReceive(1, new byte[8], null);
                k.sleepUntil(Ns.ms(5));
                send(k, 2);
            });
            run.at(0, "b", 10, k -> sendAt(k, 3, 3));
            run.at(0, "c", 10, k -> sendAt(k, 1, 1));
            run.at(8, "late", 10, k -> send(k, 1));
            run.run(20);

            assertEquals(List.of("5 SEND_CYCLE a/1 sends to b(2), b/1 sends to c(3), c/1 waits for the reply of a(1)"),
                    found(run));
            assertEquals("[c/1 was received by a(1) on channel 1 at 1000000 ns and not replied to]",
                    run.kernel.unreplied().toString());
        }
    }

    @Test
    @Rule("R9")
    void r9OneThatSendsToItselfIsReported() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            var traced = new ArrayList<String>();
            run.watch((timeNs, kind, a, b, c, d, e) -> {
                if (kind == EventKind.SEND_CYCLE) traced.add("thread#" + a + " in " + b);
            });
            run.at(0, "self", 10, k -> sendAt(k, 1, 0));
            run.run(20);

            assertEquals(List.of("1 SEND_CYCLE self/1 sends to self(1)"), found(run));
            assertEquals(List.of("thread#1 in 1"), traced);
        }
    }

    /// The second thread of `a` could still receive: no cycle, until it sends too; nor with one that only dies.
    @Test
    @Rule("R9")
    void r9ACycleClosesWithTheLastThreadThatCouldReceive() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "a", 10, k -> {
                thread(k, "two", 10, () -> k.sleepUntil(Ns.ms(6)));
                thread(k, "three", 10, () -> {
                    k.sleepUntil(Ns.ms(5));
                    send(k, 2);
                });
                sendAt(k, 2, 2);
            });
            run.at(0, "b", 10, k -> sendAt(k, 4, 1));
            run.run(20);

            assertEquals(List.of("6 SEND_CYCLE a/1 sends to b(2), b/1 sends to a(1)"), found(run));
        }
    }

    @Test
    void chainsOfSendsUpAHierarchyAreNoCycle() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "top", 10, k -> {
                k.channelCreate();
                k.compute(Ns.ms(9));
            });
            for (int i = 1; i < 5; i++) {
                int above = i;
                run.at(i, "p" + i, 10, k -> sendAt(k, 0, above));
            }
            run.run(8);

            assertEquals(List.of(), found(run));
        }
    }

    /// A thousand clients of a stuck pair: the cycle is told once.
    @Test
    void whoJoinsACycleDoesNotReportItAgain() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "a", 10, k -> sendAt(k, 1, 2));
            run.at(0, "b", 10, k -> sendAt(k, 1, 1));
            run.at(2, "many", 10, k -> IntStream.range(0, 1_000).forEach(i -> thread(k, "t", 10, () -> send(k, 1 + i % 2))));
            run.run(20);

            assertEquals(1, run.kernel.diagnostics().size());
        }
    }

    @Test
    void aServerThatGoesWithoutReplyingIsReported() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                k.channelCreate();
                k.msgReply(k.msgReceive(1, new byte[8], null), 0);
                k.msgReceive(1, new byte[8], null);
                k.sleepUntil(Ns.ms(3));
            });
            run.at(1, "cli", 10, k -> send(k, 1));
            run.at(2, "more", 10, k -> run.say("" + errnoOf(() -> send(k, 1))));
            run.run(20);

            assertEquals(List.of("3 UNREPLIED more/1 was received by srv(1) on channel 1 at 2000000 ns and not replied to"),
                    found(run));
            assertEquals(List.of("3 ESRCH"), run.log);
            assertEquals(List.of(), run.kernel.unreplied());
        }
    }
}
