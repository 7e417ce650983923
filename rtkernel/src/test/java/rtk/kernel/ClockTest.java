package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static rtk.kernel.TestWorld.errnoOf;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.board.sim.Ns;
import rtk.board.sim.SimRandom;
import rtk.kernel.api.Ability;
import rtk.kernel.api.AbilityRule;
import rtk.kernel.api.ClockAdjustment;
import rtk.kernel.api.ClockId;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;
import rtk.trace.EventKind;

/// Ticks and clocks. PC_TICK is what the PC's timer makes of 1 ms: 1193 counts of 1,193,182 Hz.
class ClockTest {
    private static final long PC_TICK = 999_847;
    private static final long PC_RATE = 1_193_182;

    private static TestWorld ticking(long tickNs) { return new TestWorld(KernelConfig.DEFAULT.tickTimers(tickNs)); }

    private static TestWorld version8() {
        return new TestWorld(KernelConfig.DEFAULT.tickTimers(Ns.ms(1)).version(KernelVersion.SDP_8));
    }

    private static void delay(KernelCalls k, int times) {
        for (int i = 0; i < times; i++) k.sleep(Ns.ms(1));
    }

    /// A timer that posts a semaphore.
    private static int timer(KernelCalls k, int sem) { return k.timerCreate(new SigEvent.Sem(sem)); }

    @Test
    @Rule("K1")
    void k1TheTickIsAMillisecondAnd7xChangesItAtRunTime() {
        try (var run = ticking(Ns.ms(1))) {
            run.at(0, "app", 10, k -> {
                run.say("was " + k.clockPeriod(Ns.us(250)) + " is " + k.clockPeriod(0));
                run.say("too short: " + errnoOf(() -> k.clockPeriod(9_999)));
                k.sleepUntil(Ns.us(600));
                run.say("woken at the third tick of 250 us");
            });
            run.run(10);

            assertEquals(List.of("0 was 1000000 is 250000", "0 too short: EINVAL", "0.750 woken at the third tick of 250 us"),
                    run.log);
        }
    }

    @Test
    @Rule("K1")
    void k1In8TheTickIsFixedAndTimeIsACounter() {
        try (var run = version8(); var older = ticking(Ns.ms(1))) {
            for (TestWorld world : List.of(run, older)) {
                world.at(0, "app", 10, k -> {
                    k.clockPeriod(Ns.us(250));
                    world.say("tick " + k.clockPeriod(0));
                    k.compute(Ns.us(1_700));
                    world.say("clock " + k.clockGettime(ClockId.MONOTONIC));
                });
                world.run(10);
            }

            assertEquals(List.of("0 tick 1000000", "1.700 clock 1700000"), run.log);
            assertEquals(List.of("0 tick 250000", "1.700 clock 1500000"), older.log);
        }
    }

    @Test
    @Rule("K2")
    void k2ThePcsTimerMakes999847NsOfAMillisecond() {
        try (var run = new TestWorld(KernelConfig.DEFAULT.tickTimers(Ns.ms(1)), 1, PC_RATE)) {
            run.at(0, "app", 10, k -> {
                run.say("tick " + k.clockPeriod(Ns.us(500)));
                run.say("tick " + k.clockPeriod(0));
            });
            run.run(1);

            // 500 us are 596.591 counts; 596 counts are 499,504.685 ns.
            assertEquals(List.of("0 tick " + PC_TICK, "0 tick 499504"), run.log);
        }
    }

    /// The requests of many threads at random instants, for random times.
    @ParameterizedTest(name = "tick {0} ns")
    @ValueSource(longs = {1_000_000, PC_TICK, 10_000})
    @Rule("K3")
    void k3NoSleepEndsEarly(long tickNs) {
        var random = new SimRandom(3, "sleeps");
        var shortNs = new ArrayList<Long>();
        try (var run = ticking(tickNs)) {
            for (int i = 0; i < 20; i++) {
                run.at(0, "t" + i, 10, k -> {
                    for (int step = 0; step < 50; step++) {
                        k.compute(random.between(0, 30_000));
                        long wantedNs = random.between(1, 5_000_000);
                        long startNs = k.nowNs();
                        k.sleep(wantedNs);
                        if (k.nowNs() - startNs < wantedNs) shortNs.add(wantedNs);
                    }
                });
            }
            run.run(100);

            assertEquals(List.of(), shortNs);
        }
    }

    /// After tick `k` = 3, at 3.3 ms, for `d`: tick 3 + ⌈d / 1 ms⌉ + 1.
    @ParameterizedTest
    @CsvSource({"1000000, 5", "1, 5", "999999, 5", "1000001, 6", "2500000, 7", "10000000, 14"})
    @Rule("K4")
    void k4ARelativeRequestFiresOneTickAfterItsLengthRoundedUp(long ns, long tick) {
        try (var run = ticking(Ns.ms(1))) {
            run.at(0, "app", 10, k -> {
                k.compute(Ns.us(3_300));
                k.sleep(ns);
                run.say("awake");
            });
            run.run(20);

            assertEquals(List.of(tick + " awake"), run.log);
        }
    }

    @Test
    @Rule({"K4", "14.34"})
    void rule34AThousandDelaysOfAMillisecondTakeTwoSecondsOrThreeOnThePc() {
        try (var exact = ticking(Ns.ms(1)); var pc = ticking(PC_TICK)) {
            for (TestWorld run : List.of(exact, pc)) {
                run.at(0, "app", 10, k -> {
                    delay(k, 1000);
                    run.say("done");
                });
                run.run(3_100);
            }

            // Each delay begins at a tick: 2 ticks each, 3 of the PC's, where 1 ms is 1.000153 ticks.
            assertEquals(List.of("2000 done"), exact.log);
            assertEquals(3 * 1000 * PC_TICK / 1_000, Math.round(Double.parseDouble(pc.log.getFirst().split(" ")[0]) * 1_000));
        }
    }

    @Test
    @Rule({"K5", "14.36"})
    void rule36ADateFiresAtTheFirstTickAtOrAfterItAndAPastOneAtOnce() {
        try (var run = ticking(Ns.ms(1))) {
            run.at(0, "app", 10, k -> {
                int sem = k.semCreate("s", 0);
                int timer = timer(k, sem);
                for (long dateNs : new long[]{Ns.ms(2), Ns.us(3_001), Ns.us(1)}) {
                    k.timerSettime(timer, dateNs, 0, true);
                    k.semWait(sem);
                    run.say("fired");
                    k.compute(Ns.us(100));
                }
                k.timerSettime(timer, Ns.us(6_000), 0, true);
                k.timerSettime(timer, 0, Ns.ms(1), true);
                run.say("armed: " + k.timerInfo(timer).isArmed());
            });
            run.run(20);

            assertEquals(List.of("2 fired", "4 fired", "4.100 fired", "4.200 armed: false"), run.log);
        }
    }

    /// Three threads sleep until dates between two ticks, set in another order; the tick wakes them in order of date.
    @ParameterizedTest
    @EnumSource
    @Rule("K6")
    void k6ATickFiresWhatIsDueInOrderOfDate(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.tickTimers(Ns.ms(1)).coroutines(kind))) {
            for (int us : new int[]{1_900, 1_100, 1_500}) {
                run.at(0, "t" + us, 10, k -> {
                    k.sleepUntil(Ns.us(us));
                    run.say(String.valueOf(us));
                });
            }
            run.run(20);

            assertEquals(List.of("2 1100", "2 1500", "2 1900"), run.log);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Rule({"K7", "14.35"})
    void rule35ALateHandlerDoesNotMoveTheGrid(boolean highResolution) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.highResolution(highResolution))) {
            run.at(0, "app", 10, k -> {
                int sem = k.semCreate("s", 0);
                k.timerSettime(timer(k, sem), Ns.ms(10), Ns.ms(10), true);
                for (int i = 0; i < 4; i++) {
                    k.semWait(sem);
                    run.say("fired");
                    k.compute(i == 1 ? Ns.ms(13) : Ns.ms(3));
                }
            });
            run.run(60);

            assertEquals(List.of("10 fired", "20 fired", "33 fired", "40 fired"), run.log);
        }
    }

    @Test
    @Rule("K7")
    void k7ArmingAgainForgetsTheOldSetting() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                int sem = k.semCreate("s", 0);
                int timer = timer(k, sem);
                k.timerSettime(timer, Ns.ms(2), Ns.ms(1), false);
                k.timerSettime(timer, Ns.ms(5), 0, false);
                k.semWait(sem);
                run.say("fired");
                run.say("armed: " + k.timerInfo(timer).isArmed());
            });
            run.run(20);

            assertEquals(List.of("5 fired", "5 armed: false"), run.log);
        }
    }

    /// 1 ms is 1 + 153 / 999,847 ticks: after 999,847 / 153 = 6534.9 expiries, that is 1,000,000 / 153 = 6535.9 ticks, the timer
    /// leaves one tick out.
    @Test
    @Rule("K8")
    void k8AMillisecondBeatsWithThePcsTickEvery6535Ticks() {
        var skippedAt = new ArrayList<Long>();
        try (var run = ticking(PC_TICK)) {
            run.at(0, "app", 10, k -> {
                int sem = k.semCreate("s", 0);
                k.timerSettime(timer(k, sem), Ns.ms(1), Ns.ms(1), false);
                k.semWait(sem);
                for (long lastTick = k.nowNs() / PC_TICK;;) {
                    k.semWait(sem);
                    long tick = k.nowNs() / PC_TICK;
                    if (tick - lastTick == 2) skippedAt.add(tick);
                    else assertEquals(1, tick - lastTick);
                    lastTick = tick;
                }
            });
            run.run(13_200);

            assertEquals(List.of(), run.kernel.failures());
            assertEquals(6536, skippedAt.get(1) - skippedAt.get(0));
        }
    }

    @Test
    @Rule("K10")
    void k10TheSoftClockDoesNotWakeASleepingProcessor() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                int sem = k.semCreate("s", 0);
                int timer = k.timerCreate(ClockId.SOFTTIME, new SigEvent.Sem(sem));
                run.say("armed: " + k.timerInfo(timer).isArmed());
                k.timerSettime(timer, Ns.ms(5), 0, false);
                k.semWait(sem);
                run.say("asleep at its date");
                k.timerSettime(timer, Ns.ms(2), 0, false);
                k.compute(Ns.ms(4));
                k.semWait(sem);
                run.say("fired " + k.timerInfo(timer).isArmed());
            });
            run.at(0, "other", 9, k -> k.sleep(Ns.ms(8)));
            run.watch((timeNs, kind, a, b, c, d, e) -> {
                if (kind == EventKind.TIMER_FIRED) run.say("timer");
            });
            run.run(20);

            assertEquals(List.of("0 armed: false", "8 timer", "8 asleep at its date", "10 timer", "12 fired false"), run.log);
        }
    }

    /// At 2 ms the wall clock, which starts at 0, is set to 100 ms.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Rule("K11")
    void k11SettingTheWallClockMovesWhoWaitsForADateOfIt(boolean highResolution) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.highResolution(highResolution))) {
            run.at(0, "nano", 10, k -> {
                k.nanosleep(Ns.ms(99));
                run.say("nanosleep");
            });
            run.at(0, "date", 11, k -> {
                k.clockNanosleep(ClockId.REALTIME, Ns.ms(105), true);
                run.say("date");
            });
            run.at(0, "past", 12, k -> {
                k.clockNanosleep(ClockId.REALTIME, Ns.ms(50), true);
                run.say("past date");
            });
            run.at(0, "mono", 13, k -> {
                k.sleep(Ns.ms(20));
                run.say("monotonic");
            });
            run.at(0, "timer", 14, k -> {
                int sem = k.semCreate("s", 0);
                int timer = k.timerCreate(ClockId.REALTIME, new SigEvent.Sem(sem));
                k.timerSettime(timer, Ns.ms(30), 0, false);
                k.semWait(sem);
                run.say("relative timer");
            });
            run.at(2, "set", 20, k -> k.clockSettime(ClockId.REALTIME, Ns.ms(100)));
            run.run(60);

            assertEquals(highResolution
                    ? List.of("2 past date", "2 nanosleep", "7 date", "20 monotonic", "30 relative timer")
                    : List.of("3 past date", "3 nanosleep", "7 date", "21 monotonic", "31 relative timer"), run.log);
        }
    }

    @Test
    @Rule("K11")
    void k11SettingTheClockBackDelaysWhoWaitsForADate() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "date", 10, k -> {
                k.clockNanosleep(ClockId.REALTIME, Ns.ms(20), true);
                run.say("date " + k.clockGettime(ClockId.REALTIME));
            });
            run.at(10, "set", 20, k -> k.clockSettime(ClockId.REALTIME, 0));
            run.run(60);

            assertEquals(List.of("30 date 20000000"), run.log);
        }
    }

    @Test
    void anAdjustedClockGainsALittleAtEachTick() {
        try (var run = ticking(Ns.ms(1))) {
            run.at(0, "app", 10, k -> {
                k.clockAdjust(new ClockAdjustment(100_000, 5));
                k.sleepUntil(Ns.ms(3));
                run.say("gained " + (k.clockGettime(ClockId.REALTIME) - k.clockGettime(ClockId.MONOTONIC)));
                run.say("left " + k.clockAdjust(new ClockAdjustment(-100_000, 2)).ticks());
                k.sleepUntil(Ns.ms(9));
                run.say("gained " + (k.clockGettime(ClockId.REALTIME) - k.clockGettime(ClockId.MONOTONIC)));
            });
            run.run(60);

            assertEquals(List.of("3 gained 300000", "3 left 2", "9 gained 100000"), run.log);
        }
    }

    @Test
    void onlyTheWallClockCanBeSet() {
        var errnos = new ArrayList<Errno>();
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                for (ClockId clock : ClockId.values()) errnos.add(errnoOf(() -> k.clockSettime(clock, 1)));
                errnos.add(errnoOf(() -> k.clockSettime(ClockId.REALTIME, -1)));
                errnos.add(errnoOf(() -> k.clockAdjust(new ClockAdjustment(1, -1))));
            });
            run.run(1);

            assertEquals(List.of(Errno.EOK, Errno.EINVAL, Errno.EINVAL, Errno.EINVAL, Errno.EINVAL), errnos);
            assertTrue(run.kernel.failures().isEmpty());
        }
    }

    @Test
    @Rule("K1")
    void k1SettingClockAndTickNeedsTheAbility() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "app", 10, k -> {
                k.procmgrAbility(0, AbilityRule.deny(Ability.CLOCKSET), AbilityRule.deny(Ability.CLOCKPERIOD));
                run.say(errnoOf(() -> k.clockSettime(ClockId.REALTIME, 1)).toString());
                run.say(errnoOf(() -> k.clockAdjust(new ClockAdjustment(1, 1))).toString());
                run.say(errnoOf(() -> k.clockPeriod(Ns.us(500))) + " " + k.clockPeriod(0));
            });
            run.run(1);

            assertEquals(List.of("0 EPERM", "0 EPERM", "0 EPERM 1000000"), run.log);
        }
    }

    /// A signal at 2 ms ends a sleep of 5 ms.
    @ParameterizedTest
    @EnumSource
    void aSignalEndsASleepAndTheRestIsReturned(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "app", 10, k -> {
                k.signalAction(Signal.SIGUSR1, SignalAction.handler(info -> run.say("handler")));
                for (int i = 0; i < 4; i++) {
                    k.timerSettime(k.timerCreate(new SigEvent.Signal(Signal.SIGUSR1)), Ns.ms(2), 0, false);
                    switch (i) {
                        case 0 -> run.say("left " + k.nanosleep(Ns.ms(5)));
                        case 1 -> run.say("left " + k.clockNanosleep(ClockId.MONOTONIC, Ns.ms(5), false));
                        case 2 -> run.say("date " + errnoOf(() -> k.clockNanosleep(ClockId.MONOTONIC, Ns.ms(50), true)));
                        default -> run.say("sleep " + errnoOf(() -> k.sleep(Ns.ms(5))));
                    }
                }
                run.say("slept " + k.nanosleep(Ns.ms(1)));
            });
            run.run(20);

            assertEquals(List.of("2 handler", "2 left 3000000", "4 handler", "4 left 3000000", "6 handler", "6 date EINTR",
                    "8 handler", "8 sleep EINTR", "9 slept 0"), run.log);
        }
    }
}
