package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.Sync.errnoOf;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.MutexType;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.EventKind;
import rtk.trace.Names;
import rtk.trace.TraceSink;

/// Circles of waits: reported in the trace by the wait that closes them, and no trap for those outside.
class DeadlockTest {
    /// What the trace says about deadlocks and changed priorities.
    private static final class Reports implements TraceSink {
        private final Names names = new Names();
        final List<String> lines = new ArrayList<>();
        final List<String> priorities = new ArrayList<>();

        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            names.event(timeNs, kind, a, b, c, d, e);
            if (kind == EventKind.MUTEX_DEADLOCK) {
                lines.add(timeNs / Ns.ms(1) + " " + names.thread(b) + " waits for " + names.object(a) + " of " + names.thread(c)
                        + " ("
                        + d + ")");
            } else if (kind == EventKind.THREAD_PRIORITY) {
                priorities.add(timeNs / Ns.ms(1) + " " + names.thread(a) + " " + b + " to " + c);
            }
        }

        @Override
        public void text(int id, String text) { names.text(id, text); }
    }

    private interface Body {
        void run(KernelCalls k, List<String> log);
    }

    private final Reports reports = new Reports();
    private final List<String> log = new ArrayList<>();

    private void run(Body body) {
        var board = new Board(new World(1, reports), "test", 1);
        try (var kernel = new Kernel(board, KernelConfig.DEFAULT)) {
            kernel.spawn("p", (k, args) -> {
                body.run(k, log);
                k.sleep(Ns.ms(50));
                return 0;
            }, List.of(), new ThreadAttr("main", 60, SchedPolicy.FIFO));
            kernel.run(Ns.ms(40));
            EffectivePriority.check(kernel);
        }
    }

    /// Takes `first` at `ms`, `second` a millisecond later, for 10 ms at most if `timed`.
    private void cross(KernelCalls k, int priority, int first, int second, boolean timed) {
        k.threadCreate(new ThreadAttr("t" + priority, priority, SchedPolicy.FIFO), () -> {
            k.mutexLock(first);
            k.sleepUntil(Ns.ms(1));
            Errno errno = errnoOf(() -> k.mutexTimedlock(second, timed ? Ns.ms(10) : Ns.ms(100)));
            log.add(priority + " " + errno);
            if (errno == Errno.EOK) k.mutexUnlock(second);
            k.mutexUnlock(first);
        });
    }

    @Test
    void aCircleIsReportedByTheWaitThatClosesItAndOpenedByATimeout() {
        run((k, log) -> {
            int a = k.mutexCreate("a", MutexAttr.DEFAULT);
            int b = k.mutexCreate("b", MutexAttr.DEFAULT);
            int c = k.mutexCreate("c", MutexAttr.DEFAULT);
            cross(k, 30, a, b, true);
            cross(k, 20, b, c, false);
            cross(k, 10, c, a, false);
        });

        assertEquals(List.of("1 p/4 waits for a of p/2 (3)", "1 p/2 waits for b of p/3 (3)", "1 p/3 waits for c of p/4 (3)"),
                reports.lines);
        assertEquals(List.of("30 ETIMEDOUT", "10 EOK", "20 EOK"), log);
    }

    @Test
    void oneWhoLocksANormalMutexAgainIsACircleOfOne() {
        run((k, log) -> {
            int a = k.mutexCreate("a", MutexAttr.DEFAULT.type(MutexType.NORMAL));
            cross(k, 30, a, a, false);
        });

        assertEquals(List.of("1 p/2 waits for a of p/2 (1)"), reports.lines);
    }

    @Test
    void noCircleIsSeenInAChainHoweverLong() {
        run((k, log) -> {
            int count = 400;
            var mutexes = new int[count + 1];
            for (int i = 0; i <= count; i++) mutexes[i] = k.mutexCreate("m" + i, MutexAttr.DEFAULT);
            for (int i = 0; i < count; i++) {
                int at = i;
                k.threadCreate(new ThreadAttr("t" + i, 10, SchedPolicy.FIFO), () -> {
                    k.mutexLock(mutexes[at]);
                    if (at > 0) k.mutexLock(mutexes[at - 1]);
                    else k.sleep(Ns.ms(10));
                    log.add("t" + at);
                    for (int held = at; held >= Math.max(0, at - 1); held--) k.mutexUnlock(mutexes[held]);
                });
            }
            k.threadCreate(new ThreadAttr("high", 30, SchedPolicy.FIFO), () -> {
                k.sleep(Ns.ms(1));
                k.mutexLock(mutexes[count - 1]);
                log.add("high");
            });
        });

        assertEquals(List.of(), reports.lines);
        assertEquals(400, reports.priorities.stream().filter(line -> line.startsWith("1 ") && line.endsWith("10 to 30")).count());
        assertEquals("high", log.get(400));
    }

    /// `high` wants what the circle has and gives up: the members must not keep lifting each other.
    @Test
    void theMembersOfACircleDoNotHoldEachOtherUp() {
        run((k, log) -> {
            int a = k.mutexCreate("a", MutexAttr.DEFAULT);
            int b = k.mutexCreate("b", MutexAttr.DEFAULT);
            cross(k, 12, a, b, false);
            cross(k, 10, b, a, false);
            k.threadCreate(new ThreadAttr("high", 40, SchedPolicy.FIFO), () -> {
                k.sleepUntil(Ns.ms(3));
                errnoOf(() -> k.mutexTimedlock(a, Ns.ms(5)));
            });
        });

        assertEquals(List.of("1 p/3 10 to 12", "3 p/3 12 to 40", "3 p/2 12 to 40", "5 p/3 40 to 12", "5 p/2 40 to 12"),
                reports.priorities);
    }

    @Test
    void oneWhoWaitsForAMemberOfACircleIsNotPartOfIt() {
        run((k, log) -> {
            int a = k.mutexCreate("a", MutexAttr.DEFAULT);
            int b = k.mutexCreate("b", MutexAttr.DEFAULT);
            int c = k.mutexCreate("c", MutexAttr.DEFAULT);
            cross(k, 30, a, b, true);
            cross(k, 20, b, a, false);
            k.sleepUntil(Ns.ms(3));
            cross(k, 10, c, a, false);
        });

        assertEquals(2, reports.lines.size());
        assertEquals(List.of("30 ETIMEDOUT", "20 EOK", "10 EOK"), log);
    }
}
