package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.TestWorld.errnoOf;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.ClockId;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Memory;
import rtk.kernel.api.Protection;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;
import rtk.kernel.api.SignalHow;
import rtk.kernel.api.SignalSet;
import rtk.kernel.api.ThreadAttr;
import rtk.kernel.api.TimerInfo;
import rtk.trace.EventKind;

/// Tolerance, overruns, and what timers deliver.
class TimerTest {
    private static final KernelConfig TICKING = KernelConfig.DEFAULT.tickTimers(Ns.ms(1));

    /// Writes down when timers fire.
    private static void watchTimers(TestWorld run) {
        run.watch((timeNs, kind, a, b, c, d, e) -> {
            if (kind == EventKind.TIMER_FIRED) run.say("timer " + a);
        });
    }

    /// A timer of that tolerance that fires once, at `dateNs`, and tells nobody.
    private static int armed(KernelCalls k, long toleranceNs, long dateNs) {
        int timer = k.timerCreate(new SigEvent.None());
        k.timerTolerance(timer, toleranceNs);
        k.timerSettime(timer, dateNs, 0, true);
        return timer;
    }

    /// Timer 1 has a tolerance of half a tick, timer 2 none, timer 3 two ticks.
    @Test
    @Rule("K9")
    void k9ATimerOfLessToleranceThanATickFiresWhenDue() {
        try (var run = new TestWorld(TICKING)) {
            watchTimers(run);
            run.at(0, "app", 10, k -> {
                armed(k, Ns.us(500), Ns.us(2_345));
                armed(k, 0, Ns.us(2_345));
                armed(k, Ns.ms(2), Ns.us(2_345));
                k.sleep(Ns.ms(10));
            });
            run.run(20);

            assertEquals(List.of("2.345 timer 1", "3 timer 2", "3 timer 3"), run.log);
        }
    }

    /// Without a tick a tolerant timer saves its own interrupt: 1 goes with 2, 3 waits until its tolerance is used up.
    @Test
    @Rule("K9")
    void k9ATimerOfMoreToleranceMayBeDelayedByAsMuch() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            watchTimers(run);
            run.at(0, "app", 10, k -> {
                armed(k, Ns.ms(5), Ns.ms(2));
                armed(k, 0, Ns.ms(4));
                armed(k, Ns.ms(5), Ns.ms(10));
                armed(k, Long.MAX_VALUE, Ns.ms(11));
                k.sleep(Ns.ms(30));
            });
            run.run(40);

            assertEquals(List.of("4 timer 1", "4 timer 2", "15 timer 3", "15 timer 4"), run.log);
        }
    }

    @Test
    @Rule("K9")
    void k9ToleranceStaysAndTheProcessHasADefault() {
        try (var run = new TestWorld(TICKING)) {
            watchTimers(run);
            run.at(0, "app", 10, k -> {
                int own = armed(k, Ns.us(10), Ns.us(1_100));
                k.timerTolerance(Ns.us(20));
                int other = armed(k, 0, Ns.us(1_200));
                k.sleep(Ns.ms(2));
                k.timerSettime(own, Ns.us(5_100), 0, true);
                k.timerSettime(other, Ns.us(5_200), 0, true);
                k.sleep(Ns.ms(10));
            });
            run.run(20);

            assertEquals(List.of("1.100 timer 1", "1.200 timer 2", "5.100 timer 1", "5.200 timer 2"), run.log);
        }
    }

    @Test
    @Rule("K9")
    void k9TheToleranceOfATimeoutIsForThatOneOnly() {
        try (var run = new TestWorld(TICKING)) {
            run.at(0, "app", 10, k -> {
                int chid = k.channelCreate();
                k.timerTimeoutTolerance(Ns.us(100));
                for (int i = 0; i < 2; i++) {
                    k.timerTimeout(Ns.us(1_500));
                    run.say(errnoOf(() -> k.msgReceive(chid, new byte[64], null)).toString());
                }
            });
            run.run(20);

            // The second one, after tick 1: tick 1 + 2 + 1.
            assertEquals(List.of("1.500 ETIMEDOUT", "4 ETIMEDOUT"), run.log);
        }
    }

    /// Fires at 1, 2, 3 and 4 ms; the signal of 1 ms is taken at 3.5 ms.
    @ParameterizedTest
    @EnumSource
    @Rule("K12")
    void k12AnExpiryWhileTheSignalIsPendingIsAnOverrun(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "app", 10, k -> {
                SignalSet set = SignalSet.of(Signal.SIGUSR1);
                k.signalProcmask(SignalHow.SIG_BLOCK, set);
                int timer = k.timerCreate(ClockId.MONOTONIC, new SigEvent.SignalCode(Signal.SIGUSR1, 5, 6));
                k.timerSettime(timer, Ns.ms(1), Ns.ms(1), false);
                k.compute(Ns.us(3_500));
                for (int i = 0; i < 2; i++) {
                    k.signalWaitinfo(set);
                    run.say("overruns " + k.timerOverrun(timer));
                }
            });
            run.run(20);

            assertEquals(List.of("3.500 overruns 2", "4 overruns 0"), run.log);
        }
    }

    @Test
    @Rule("K12")
    void k12PulsesAreQueuedInsteadAsOneEntryWithACount() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                int chid = k.channelCreate();
                int timer = k.timerCreate(new SigEvent.Pulse(k.connectAttach(0, chid, 0), 10, 1, 2));
                k.timerSettime(timer, Ns.ms(1), Ns.ms(1), false);
                k.compute(Ns.us(3_500));
                k.timerSettime(timer, 0, 0, false);
                for (int i = 0; i < 4; i++) {
                    k.timerTimeout(0);
                    run.say(errnoOf(() -> k.msgReceive(chid, new byte[64], null)).toString());
                }
            });
            run.run(20);

            assertEquals(List.of("3.500 EOK", "3.500 EOK", "3.500 EOK", "3.500 ETIMEDOUT"), run.log);
        }
    }

    /// Interrupts are off from 1 to 4.5 ms: the expiries of 2, 3 and 4 ms come as one, with two overruns.
    @Test
    @Rule("K12")
    void k12DatesThatPassBeforeAnExpiryIsHandledAreOverruns() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            watchTimers(run);
            run.at(0, "app", 10, k -> {
                int timer = k.timerCreate(new SigEvent.None());
                k.timerSettime(timer, Ns.ms(2), Ns.ms(1), true);
                k.sleep(Ns.ms(1));
                k.interruptDisable();
                k.compute(Ns.us(3_500));
                k.interruptEnable();
                run.say("overruns " + k.timerOverrun(timer));
                k.sleep(Ns.ms(1));
            });
            run.run(10);

            assertEquals(List.of("4.500 timer 1", "4.500 overruns 2", "5 timer 1"), run.log.subList(0, 3));
        }
    }

    // What an event does.

    @Test
    @Rule("K13")
    void k13ASignalGoesToTheProcessNotToTheThreadThatArmedIt() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                k.signalAction(Signal.SIGUSR1, SignalAction.handler(info -> run.say("thread " + k.gettid())));
                var other = new ThreadAttr("other", 11, null);
                k.threadCreate(other, () -> {
                    k.signalProcmask(SignalHow.SIG_BLOCK, SignalSet.of(Signal.SIGUSR1));
                    int toProcess = k.timerCreate(new SigEvent.Signal(Signal.SIGUSR1));
                    k.timerSettime(toProcess, Ns.ms(1), 0, false);
                    int toThread = k.timerCreate(new SigEvent.SignalThread(Signal.SIGUSR1, 1, 2));
                    k.timerSettime(toThread, Ns.ms(2), 0, false);
                    k.sleep(Ns.ms(5));
                    k.signalProcmask(SignalHow.SIG_UNBLOCK, SignalSet.of(Signal.SIGUSR1));
                    k.sleep(Ns.ms(5));
                });
                for (int i = 0; i < 2; i++) k.nanosleep(Ns.ms(8));
            });
            run.run(20);

            assertEquals(List.of("1 thread 1", "5 thread 2"), run.log);
        }
    }

    @Test
    @Rule("K13")
    void k13ASignalCarriesCodeAndValue() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                k.signalAction(Signal.SIGUSR2,
                        SignalAction.handler(info -> run.say(info.code() + " " + info.value())).queues(true));
                int timer = k.timerCreate(new SigEvent.SignalCode(Signal.SIGUSR2, -7, 1234));
                k.timerSettime(timer, Ns.ms(1), 0, false);
                k.nanosleep(Ns.ms(8));
            });
            run.run(20);

            assertEquals(List.of("1 -7 1234"), run.log);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule("K13")
    void k13AnEventCanBeANewThread(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.row("told", 10);
            run.at(0, "app", 10, k -> {
                int timer = k.timerCreate(new SigEvent.Thread(value -> {
                    run.say("value " + value + " priority " + k.priority());
                    k.compute(Ns.ms(2));
                }, 42, ThreadAttr.named("told")));
                k.timerSettime(timer, Ns.ms(2), Ns.ms(4), false);
                k.sleep(Ns.ms(8));
            });
            run.run(20);

            assertEquals(List.of("2 value 42 priority 10", "6 value 42 priority 10"), run.log);
            assertEquals("""
                    told   10 |  ##  ##
                    app    10 |zzzzzzzz
                    """, run.timeline(0, 10));
        }
    }

    @Test
    @Rule("K13")
    void k13AnEventCanEndAnInterruptWait() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                k.timerSettime(k.timerCreate(new SigEvent.Intr()), Ns.ms(3), 0, false);
                k.interruptWait();
                run.say("told");
            });
            run.run(20);

            assertEquals(List.of("3 told"), run.log);
        }
    }

    /// The server's thread runs at the priority of the pulse; `CALLER` is what the process was started with, whatever has become
    /// of the thread that armed the timer.
    @Test
    @Rule("K13")
    void k13APulseHasItsPriorityOrTheInitialOneOfTheProcess() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                int chid = k.channelCreate();
                int coid = k.connectAttach(0, chid, 0);
                k.setSchedPrio(0, 30);
                for (int priority : new int[]{25, SigEvent.CALLER}) {
                    k.timerSettime(k.timerCreate(new SigEvent.Pulse(coid, priority, 1, priority)), Ns.ms(1), 0, false);
                    var buffer = new byte[Pulse.BYTES];
                    k.msgReceive(chid, buffer, null);
                    run.say(Pulse.in(buffer).value() + " at priority " + k.priority());
                }
            });
            run.run(20);

            assertEquals(List.of("1 25 at priority 25", "2 -1 at priority 10"), run.log);
        }
    }

    @Test
    @Rule("K13")
    void k13AnEventCanChangeAWordOfMemory() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                Memory word = k.mmap(4, Protection.READ_WRITE);
                var operations = SigEvent.MemoryOperation.values();
                for (int i = 0; i < operations.length; i++) {
                    int timer = k.timerCreate(new SigEvent.Memory(word.address(), operations[i], 6));
                    k.timerSettime(timer, Ns.ms(i + 1), 0, true);
                }
                for (int i = 1; i <= operations.length; i++) {
                    k.sleepUntil(Ns.ms(i));
                    run.say(operations[i - 1] + " " + word.getInt(0));
                    word.putInt(0, 12);
                }
            });
            run.run(20);

            assertEquals(List.of("1 ASSIGN 6", "2 ADD 18", "3 SUB 6", "4 BITSET 14", "5 BITCLR 8", "6 BITTOGGLE 10"), run.log);
        }
    }

    @Test
    @Rule("K13")
    void k13EventsThatMayNotBeArmedAreRefused() {
        var errnos = new ArrayList<Errno>();
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                int coid = k.connectAttach(0, k.channelCreate(ChannelFlag.FIXED_PRIORITY), 0);
                for (SigEvent event : List.of(new SigEvent.Pulse(coid, 0, 1, 0), new SigEvent.Pulse(coid, 256, 1, 0),
                        new SigEvent.Pulse(coid, 10, -1, 0), new SigEvent.Signal(0), new SigEvent.Signal(65),
                        new SigEvent.SignalCode(1, 128, 0))) {
                    errnos.add(errnoOf(() -> k.timerCreate(event)));
                }
                errnos.add(errnoOf(() -> k.timerCreate(new SigEvent.Unblock())));
            });
            run.run(1);

            assertEquals(List.of(Errno.EINVAL, Errno.EINVAL, Errno.EINVAL, Errno.EINVAL, Errno.EINVAL, Errno.EINVAL, Errno.EOK),
                    errnos);
        }
    }

    @Test
    void timerInfoTellsWhatIsLeft() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                var event = new SigEvent.None();
                int timer = k.timerCreate(ClockId.REALTIME, event);
                k.timerSettime(timer, Ns.ms(5), Ns.ms(2), true);
                k.compute(Ns.ms(2));
                assertEquals(new TimerInfo(ClockId.REALTIME, true, Ns.ms(3), Ns.ms(2), 0, event), k.timerInfo(timer));
                k.compute(Ns.us(3_500));
                assertEquals(Ns.us(1_500), k.timerInfo(timer).leftNs());
                k.timerDestroy(timer);
                assertEquals(Errno.EINVAL, errnoOf(() -> k.timerInfo(timer)));
            });
            run.run(20);

            assertEquals(List.of(), run.kernel.failures());
        }
    }

    /// By every clock, also one that has been set back, and with or without a tick.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDateOrIntervalWithoutEndNeverComes(boolean highResolution) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.highResolution(highResolution))) {
            watchTimers(run);
            run.at(0, "app", 10, k -> {
                k.sleep(Ns.ms(5));
                k.clockSettime(ClockId.REALTIME, 0);
                for (ClockId clock : ClockId.values()) {
                    for (boolean absolute : new boolean[]{false, true}) {
                        k.timerSettime(k.timerCreate(clock, new SigEvent.None()), Long.MAX_VALUE, 1, absolute);
                    }
                }
                k.timerSettime(k.timerCreate(new SigEvent.None()), Ns.ms(1), Long.MAX_VALUE, false);
                k.compute(Ns.ms(20));
            });
            run.run(50);

            assertEquals(1, run.log.size());
        }
    }
}
