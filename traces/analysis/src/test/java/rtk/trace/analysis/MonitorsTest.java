package rtk.trace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;
import rtk.trace.analysis.Inversion.Kind;
import rtk.trace.analysis.StarvationMonitor.Starved;
import rtk.trace.analysis.UnrepliedMonitor.Unreplied;

/// Hand-made runs: threads lo (1, priority 10), mid (2, 20) and hi (3, 30) of process `p`, mutex 1, channel 1 of `p`.
class MonitorsTest {
    private static final int LO = 1;
    private static final int MID = 2;
    private static final int HI = 3;

    private void world(TraceSink sink) {
        sink.text(1, "p");
        sink.event(0, EventKind.PROCESS_CREATED, 1, 1, 0, 1);
        for (int thread = LO; thread <= HI; thread++) sink.event(0, EventKind.THREAD_CREATED, thread, 1, thread, 10L * thread, 0);
        sink.event(0, EventKind.CHANNEL_CREATED, 1, 1, 1, 0);
    }

    private static void state(TraceSink sink, long ns, int thread, ThreadState state) { state(sink, ns, thread, state, 0); }

    private static void state(TraceSink sink, long ns, int thread, ThreadState state, long on) {
        sink.event(ns, EventKind.THREAD_STATE, thread, state.ordinal(), 0, on);
    }

    /// ```
    /// hi  30 |  #mmmmmmmm#
    /// mid 20 |   -####
    /// lo  10 |##-#----####
    /// ```
    /// `hi` waits for `lo`, which runs at 3 and from 8; in between `mid` keeps `lo` off the core.
    @Test
    void withoutInheritanceTheInversionIsDirectWhileTheOwnerRunsAndIndirectWhileAnotherDoes() {
        var monitor = new InversionMonitor();
        world(monitor);
        state(monitor, 0, LO, ThreadState.RUNNING);
        monitor.event(0, EventKind.MUTEX_LOCKED, 1, LO);
        state(monitor, 2, LO, ThreadState.READY);
        state(monitor, 2, HI, ThreadState.RUNNING);
        state(monitor, 3, HI, ThreadState.MUTEX, 1);
        state(monitor, 3, LO, ThreadState.RUNNING);
        state(monitor, 4, LO, ThreadState.READY);
        state(monitor, 4, MID, ThreadState.RUNNING);
        state(monitor, 8, MID, ThreadState.DEAD);
        state(monitor, 8, LO, ThreadState.RUNNING);
        monitor.event(11, EventKind.MUTEX_UNLOCKED, 1, LO, HI);
        monitor.event(11, EventKind.MUTEX_LOCKED, 1, HI);
        state(monitor, 11, HI, ThreadState.READY);
        state(monitor, 11, LO, ThreadState.READY);
        state(monitor, 11, HI, ThreadState.RUNNING);
        monitor.finish(20);

        assertEquals(List.of(new Inversion("p/3", Kind.INDIRECT, "p/2", 4, 4), new Inversion("p/3", Kind.DIRECT, "p/1", 8, 3)),
                monitor.longest());
    }

    /// `lo` inherits from `hi`, so `mid` waits for `lo`.
    @Test
    void whoIsReadyBehindAnHeirSuffersPushThroughBlocking() {
        var monitor = new InversionMonitor();
        world(monitor);
        state(monitor, 0, LO, ThreadState.RUNNING);
        monitor.event(0, EventKind.MUTEX_LOCKED, 1, LO);
        state(monitor, 3, HI, ThreadState.MUTEX, 1);
        monitor.event(3, EventKind.THREAD_PRIORITY, LO, 10, 30, HI);
        state(monitor, 4, MID, ThreadState.READY);
        monitor.event(9, EventKind.MUTEX_UNLOCKED, 1, LO, HI);
        monitor.event(9, EventKind.THREAD_PRIORITY, LO, 30, 10, 0);
        state(monitor, 9, LO, ThreadState.READY);
        state(monitor, 9, HI, ThreadState.RUNNING);
        state(monitor, 12, HI, ThreadState.DEAD);
        state(monitor, 12, MID, ThreadState.RUNNING);
        monitor.finish(20);

        assertEquals(
                List.of(new Inversion("p/3", Kind.DIRECT, "p/1", 3, 6), new Inversion("p/2", Kind.PUSH_THROUGH, "p/1", 4, 5)),
                monitor.longest());
    }

    /// `hi` sends to `mid`, which waits for the mutex of `lo`: `hi` waits for `lo` in the end.
    @Test
    void aChainOfWaitsIsFollowedThroughMessagesAndMutexes() {
        var monitor = new InversionMonitor();
        world(monitor);
        monitor.event(0, EventKind.MUTEX_LOCKED, 1, LO);
        state(monitor, 0, MID, ThreadState.RECEIVE, 1);
        monitor.event(2, EventKind.MSG_SEND, HI, 1, 7, 4, 30);
        state(monitor, 2, HI, ThreadState.REPLY, 1);
        state(monitor, 2, MID, ThreadState.RUNNING);
        monitor.event(2, EventKind.MSG_RECEIVE, MID, 1, 7, 4);
        state(monitor, 5, MID, ThreadState.MUTEX, 1);
        state(monitor, 5, LO, ThreadState.RUNNING);
        monitor.finish(9);

        // `mid` serves `hi` at a lower base priority of its own until 5, then `lo` does what both wait for.
        assertEquals(List.of(new Inversion("p/3", Kind.DIRECT, "p/2", 2, 7), new Inversion("p/2", Kind.DIRECT, "p/1", 5, 4)),
                monitor.longest());
    }

    @Test
    void aPriorityThatTheProgramSetIsTheBaseFromThenOn() {
        var monitor = new InversionMonitor();
        world(monitor);
        state(monitor, 0, LO, ThreadState.RUNNING);
        monitor.event(1, EventKind.CALL_ENTER, LO, KernelCall.SCHED_SET.ordinal(), 0, 40);
        monitor.event(1, EventKind.THREAD_PRIORITY, LO, 10, 40, 0);
        monitor.event(1, EventKind.CALL_EXIT, LO, KernelCall.SCHED_SET.ordinal(), 0);
        state(monitor, 2, HI, ThreadState.READY);
        monitor.finish(9);

        assertEquals(List.of(), monitor.longest());
    }

    @Test
    void aThreadThatIsReadyForLongerThanTheLimitStarves() {
        var monitor = new StarvationMonitor(4);
        world(monitor);
        state(monitor, 0, LO, ThreadState.READY);
        state(monitor, 4, LO, ThreadState.RUNNING);
        state(monitor, 5, MID, ThreadState.READY);
        state(monitor, 5, LO, ThreadState.READY);
        state(monitor, 11, LO, ThreadState.RUNNING);
        monitor.finish(20);

        assertEquals(List.of(new Starved("p/1", 6, 5, 1), new Starved("p/2", 15, 5, 1)), monitor.starved());
    }

    @Test
    void messagesWithoutReplyAreToldWithWhoOwesIt() {
        var monitor = new UnrepliedMonitor();
        world(monitor);
        monitor.event(1, EventKind.MSG_SEND, LO, 1, 5, 4, 10);
        state(monitor, 1, LO, ThreadState.REPLY, 1);
        monitor.event(1, EventKind.MSG_RECEIVE, HI, 1, 5, 4);
        monitor.event(2, EventKind.MSG_SEND, MID, 1, 6, 4, 20);
        state(monitor, 2, MID, ThreadState.SEND, 1);

        assertEquals(List.of(new Unreplied("p/1", "p:1", 1, "p/3"), new Unreplied("p/2", "p:1", 2, "-")), monitor.unreplied());

        state(monitor, 3, LO, ThreadState.READY);

        assertEquals(List.of(new Unreplied("p/2", "p:1", 2, "-")), monitor.unreplied());
    }
}
