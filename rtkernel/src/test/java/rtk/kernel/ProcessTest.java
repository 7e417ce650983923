package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.Ability;
import rtk.kernel.api.AbilityRule;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.ClockId;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.Protection;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;
import rtk.kernel.api.SignalHow;
import rtk.kernel.api.SignalSet;
import rtk.kernel.api.SpawnAttr;
import rtk.kernel.api.ThreadAttr;
import rtk.kernel.api.WaitOption;

/// Processes: birth, death, family, abilities (rules Z4 to Z7, Z10).
class ProcessTest {
    private static final ThreadAttr INHERIT = ThreadAttr.named(null);

    private static Errno errnoOf(Runnable call) {
        try {
            call.run();
            return Errno.EOK;
        } catch (ErrnoException failed) {
            return failed.errno();
        }
    }

    private static Program exiting(long computeMs, int status) {
        return (k, args) -> {
            k.compute(Ns.ms(computeMs));
            return status;
        };
    }

    private static Program sleeping() {
        return (k, args) -> {
            k.sleep(Ns.ms(50));
            return 0;
        };
    }

    // Exit and wait.

    @ParameterizedTest
    @EnumSource
    void waitpidTellsHowAChildEnded(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "parent", 10, k -> {
                int exits = k.spawn("exits", exiting(2, 300), List.of("a"), INHERIT);
                int dies = k.spawn("dies", sleeping(), List.of(), INHERIT);
                run.say(String.valueOf(k.waitpid(-1, WaitOption.WNOHANG)));
                run.say(k.waitpid(exits, new WaitOption[0]).toString());
                k.kill(dies, Signal.SIGTERM);
                run.say("zombie " + k.processInfo(dies).zombie());
                run.say(k.waitpid(-1, WaitOption.WNOWAIT).toString());
                run.say(k.waitpid(dies) + " " + errnoOf(() -> k.waitpid(dies)) + " " + errnoOf(() -> k.processInfo(dies)));
                run.say("next " + k.spawn("next", exiting(0, 0), List.of(), INHERIT));
            });
            run.run(20);

            assertEquals(List.of("0 null", "2 WaitStatus[pid=2, end=EXITED, value=44]", "2 zombie true",
                    "2 WaitStatus[pid=3, end=SIGNALED, value=15]", "2 -15 ECHILD ESRCH", "2 next 4"), run.log);
        }
    }

    @Test
    void aChildsEndIsASignalToItsParentWhichCanDoWithoutZombies() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "parent", 10, k -> {
                k.signalAction(Signal.SIGCHLD, SignalAction.handler(
                        info -> run.say("child " + info.pid() + " code " + info.code() + " status " + info.value())));
                k.spawn("c", exiting(1, 3), List.of(), INHERIT);
                run.say(errnoOf(() -> k.sleep(Ns.ms(5))).name());
                k.signalAction(Signal.SIGCHLD, SignalAction.IGNORE);
                int ignored = k.spawn("d", exiting(1, 0), List.of(), INHERIT);
                run.say(errnoOf(() -> k.waitpid(ignored)) + " " + errnoOf(() -> k.processInfo(ignored)));
            });
            run.run(20);

            assertEquals(List.of("1 child 2 code 1 status 3", "1 EINTR", "2 ECHILD ESRCH"), run.log);
        }
    }

    @Test
    @Rule("Z5")
    void z5ExitRunsItsHandlersLastFirstAndSoDoesReturningFromMainOrTheEndOfTheLastThread() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "exit", 10, k -> {
                k.atexit(() -> run.say("first given"));
                k.atexit(() -> run.say("last given"));
                k.exit(0);
            });
            run.at(1, "return", 10, k -> k.atexit(() -> run.say("returned")));
            run.at(2, "last", 10, k -> {
                k.atexit(() -> run.say("by thread " + k.gettid()));
                k.threadCreate(INHERIT, () -> k.compute(Ns.ms(1)));
                k.threadExit(0);
            });
            run.at(4, "quick", 10, k -> {
                k.atexit(() -> run.say("not at once"));
                k.exitNow(0);
            });
            run.run(20);

            assertEquals(List.of("0 last given", "0 first given", "1 returned", "3 by thread 2"), run.log);
            assertEquals(0, run.kernel.processCount());
        }
    }

    @Test
    @Rule({"Z4", "Z5"})
    void z4ASignalThatKillsOneThreadKillsTheProcessWithoutHandlersAndChildrenLiveOn() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "manager", 30, k -> k.sleep(Ns.ms(50)));
            run.at(0, "parent", 10, k -> {
                k.atexit(() -> run.say("not in a death by signal"));
                run.row("t", 10);
                k.threadCreate(ThreadAttr.named("t"), () -> k.compute(Ns.ms(9)));
                run.row("child", 8);
                k.spawn("child", (child, args) -> {
                    run.say("parent " + child.getppid());
                    child.compute(Ns.ms(5));
                    run.say("parent " + child.getppid());
                    return 0;
                }, List.of(), new ThreadAttr("child", 8, SchedPolicy.FIFO));
                k.sleep(Ns.ms(2));
                k.sleep(Ns.ms(9));
            });
            run.at(3, "kill", 20, k -> {
                k.compute(Ns.ms(1));
                k.kill(2, Signal.SIGTERM);
            });
            run.run(60);

            assertEquals(List.of("4 parent 1", "9 parent 1"), run.log);
            assertEquals("""
                    manager  30 |zzzzzzzzzzzz
                    parent   10 |zz--
                    kill     20 |   #
                    t        10 |###-
                    child     8 |----#####
                    """, run.timeline(0, 12));
        }
    }

    @Test
    void orphansBelongToProcessOneAndLeaveNoZombies() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "manager", 20, k -> {
                k.sleep(Ns.ms(5));
                run.say(k.processInfo(3).parent() + " " + errnoOf(() -> k.processInfo(4)));
                run.say(errnoOf(() -> k.waitpid(-1)).name());
                k.sleep(Ns.ms(10));
                run.say(k.processes().size() + " left");
            });
            run.at(0, "parent", 10, k -> {
                k.spawn("long", (child, args) -> {
                    child.sleep(Ns.ms(8));
                    return 0;
                }, List.of(), INHERIT);
                k.spawn("zombie", exiting(0, 0), List.of(), INHERIT);
                k.sleep(Ns.ms(2));
            });
            run.run(60);

            assertEquals(List.of("5 1 ESRCH", "5 ECHILD", "15 1 left"), run.log);
        }
    }

    @Test
    void aChildInheritsTheMaskAndIgnoredSignalsUnlessSaid() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            Program tell = (k, args) -> {
                SignalSet mask = k.signalProcmask(SignalHow.SIG_BLOCK, SignalSet.NONE);
                run.say(mask.contains(Signal.SIGUSR1) + " " + k.signalAction(Signal.SIGUSR2, null).kind() + " "
                        + k.signalAction(Signal.SIGHUP, null).kind() + " at " + k.priority() + " " + args);
                return 0;
            };
            run.at(0, "parent", 10, k -> {
                k.signalProcmask(SignalHow.SIG_BLOCK, SignalSet.of(Signal.SIGUSR1));
                k.signalAction(Signal.SIGUSR2, SignalAction.IGNORE);
                k.signalAction(Signal.SIGHUP, SignalAction.handler(info -> {}));
                k.spawn("a", tell, List.of("x", "y"), INHERIT);
                k.spawn("b", tell, List.of(), SpawnAttr.of(ThreadAttr.named("b").priority(12)).mask(SignalSet.NONE)
                        .defaults(SignalSet.of(Signal.SIGUSR2)));
                k.sleep(Ns.ms(1));
            });
            run.run(5);

            assertEquals(List.of("0 false DEFAULT DEFAULT at 12 []", "0 true IGNORE DEFAULT at 10 [x, y]"), run.log);
        }
    }

    // Clean-up.

    @Test
    @Rule("Z6")
    void z6CleanUpFreesWhatAProcessHadInTheStatedOrder() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            var on = new boolean[1];
            List<String> steps = watchCleanUp(run, on);
            var line = run.board.newLine(1);
            run.at(0, "other", 20, k -> {
                int chid = k.channelCreate(ChannelFlag.DISCONNECT);
                k.msgReceive(chid, new byte[64], null);
                k.sleep(Ns.ms(50));
            });
            run.at(0, "parent", 5, k -> {
                k.spawn("dies", (dies, args) -> {
                    dies.mmap(100, Protection.READ);
                    dies.channelCreate();
                    dies.connectAttach(1, 1, 0);
                    dies.timerSettime(dies.timerCreate(new SigEvent.Signal(Signal.SIGALRM)), Ns.ms(4), 0, false);
                    dies.interruptAttachEvent(line.irq(), new SigEvent.Intr());
                    dies.interruptMask(line.irq());
                    dies.threadCreate(INHERIT, () -> dies.sleep(Ns.ms(50)));
                    dies.sleep(Ns.ms(50));
                    return 0;
                }, List.of(), INHERIT);
                k.signalAction(Signal.SIGCHLD, SignalAction.handler(info -> {}));
                k.sleep(Ns.ms(2));
                on[0] = true;
                k.kill(3, Signal.SIGKILL);
                on[0] = false;
            });
            run.run(60);

            assertEquals(
                    List.of("thread dead", "thread dead", "interrupts", "unmasked", "timers", "channels", "channel destroyed",
                            "connections", "pulse -33", "memory", "exited", "SIGCHLD"),
                    steps);
        }
    }

    /// What the trace tells of a clean-up, in short.
    private static List<String> watchCleanUp(TestWorld run, boolean[] on) {
        List<String> steps = new ArrayList<>();
        var names = new TreeMap<Long, String>();
        for (String name : List.of("interrupts", "timers", "channels", "connections", "memory")) {
            names.put((long) run.world().text(name), name);
        }
        run.watch((timeNs, kind, a, b, c, d, e) -> {
            if (!on[0]) return;
            switch (kind) {
                case THREAD_STATE -> {
                    if (b == 0) steps.add("thread dead");
                }
                case PROCESS_CLEANUP -> steps.add(names.get(b));
                case IRQ_UNMASKED -> steps.add("unmasked");
                case CHANNEL_DESTROYED -> steps.add("channel destroyed");
                case PULSE_SEND -> steps.add("pulse " + d);
                case PROCESS_EXITED -> steps.add("exited");
                case SIGNAL -> {
                    if (c == Signal.SIGCHLD) steps.add("SIGCHLD");
                }
                default -> {}
            }
        });
        return steps;
    }

    /// The sender has priority 15, the victim 25; "mid" at 20 comes a millisecond after the signal and has work for 3 ms.
    private static TestWorld cleanUp(int signo) {
        var ns = new EnumMap<CostItem, Long>(CostItem.class);
        ns.put(CostItem.PROCESS_CLEANUP, Ns.ms(2));
        var run = new TestWorld(KernelConfig.DEFAULT.costs(new CostProfile("test", "test", ns, Map.of())));
        run.at(0, "victim", 25, k -> k.sleep(Ns.ms(50)));
        run.at(0, "sender", 15, k -> {
            k.compute(Ns.ms(1));
            k.kill(1, signo);
            k.compute(Ns.ms(1));
            k.sleep(Ns.ms(50));
        });
        run.row("terminator", 0);
        run.at(2, "mid", 20, k -> {
            k.compute(Ns.ms(3));
            k.sleep(Ns.ms(50));
        });
        return run.run(20);
    }

    @Test
    @Rule("Z7")
    void z7CleanUpRunsAtThePriorityOfWhoSentTheSignal() {
        try (var run = cleanUp(Signal.SIGTERM)) {
            assertEquals("""
                    victim      25 |z
                    sender      15 |##---zzz
                    terminator   0 | ----##
                    mid         20 |  ###zzz
                    """, run.timeline(0, 8));
        }
    }

    @Test
    @Rule("Z7")
    void z7WithTermerNoinheritItRunsAtThePriorityOfTheReceiver() {
        try (var run = cleanUp(Signal.SIGTERM | KernelCalls.SIG_TERMER_NOINHERIT)) {
            assertEquals("""
                    victim      25 |z
                    sender      15 |#-----#z
                    terminator   0 | ##
                    mid         20 |  -###zz
                    """, run.timeline(0, 8));
        }
    }

    // Abilities.

    private static void mayNot(TestWorld run, KernelCalls k) {
        k.threadCreate(INHERIT, () -> {});
        run.say("spawn " + errnoOf(() -> k.spawn("s", exiting(0, 0), List.of(), INHERIT)));
        run.say("kill " + errnoOf(() -> k.kill(1, 0)));
        run.say("channel " + errnoOf(() -> k.channelCreate()) + " " + errnoOf(() -> k.channelCreate(ChannelFlag.PRIVATE)));
        run.say("priority " + errnoOf(() -> k.setSchedPrio(0, 64)) + " " + errnoOf(() -> k.setSchedPrio(0, 63)));
        run.say("interrupt " + errnoOf(() -> k.interruptAttach(40, isr -> null)) + " "
                + errnoOf(() -> k.interruptAttachEvent(40, new SigEvent.Intr())));
        run.say("device " + errnoOf(() -> k.mapDevice(0x4000_0000L)));
        run.say("clock " + errnoOf(() -> k.clockSettime(ClockId.REALTIME, 0)) + " " + errnoOf(() -> k.clockPeriod(Ns.ms(2))));
    }

    @Test
    @Rule({"Z10", "14.7"})
    void z10WithoutAnAbilityACallFailsWithEperm() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "root", 20, k -> k.spawn("user", (user, args) -> {
                user.procmgrAbility(0, AbilityRule.deny(Ability.SPAWN), AbilityRule.deny(Ability.PUBLIC_CHANNEL));
                mayNot(run, user);
                return 0;
            }, List.of(), SpawnAttr.of(INHERIT).root(false)));
            run.at(1, "root", 20, k -> run.say("kill " + errnoOf(() -> k.kill(3, 0)) + ", device "
                    + errnoOf(() -> k.mapDevice(0x4000_0000L))));
            run.run(5);

            assertEquals(List.of("0 spawn EPERM", "0 kill ESRCH", "0 channel EPERM EOK", "0 priority EPERM EOK",
                    "0 interrupt EPERM EPERM", "0 device EPERM", "0 clock EPERM EPERM", "1 kill EOK, device ENXIO"), run.log);
        }
    }

    @Test
    @Rule("Z10")
    void z10AbilitiesCanBeNarrowedToASubrangeLockedAndInheritedButNotRegained() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "p", 20, k -> {
                k.procmgrAbility(0, AbilityRule.allow(Ability.PRIORITY).subrange(64, 100).lock(),
                        AbilityRule.deny(Ability.SIGNAL).inherit(false));
                run.say(errnoOf(() -> k.setSchedPrio(0, 101)) + " " + errnoOf(() -> k.setSchedPrio(0, 100)));
                run.say("locked " + errnoOf(() -> k.procmgrAbility(0, AbilityRule.deny(Ability.PRIORITY))));
                run.say("regained " + errnoOf(() -> k.procmgrAbility(0, AbilityRule.allow(Ability.SIGNAL))));
                run.say("given " + errnoOf(() -> k.spawn("x", exiting(0, 0), List.of(),
                        SpawnAttr.of(INHERIT).root(false).abilities(AbilityRule.allow(Ability.INTERRUPT)))));
                run.say("other " + errnoOf(() -> k.procmgrAbility(2, AbilityRule.deny(Ability.SIGNAL))));
                run.say("kill " + errnoOf(() -> k.kill(2, 0)));
                k.spawn("child", (child, args) -> {
                    run.say("child " + errnoOf(() -> child.setSchedPrio(0, 101)) + " " + errnoOf(() -> child.kill(1, 0)));
                    return 0;
                }, List.of(), INHERIT);
                k.sleep(Ns.ms(1));
            });
            run.at(0, "q", 10, k -> k.sleep(Ns.ms(5)));
            run.run(10);

            assertEquals(
                    List.of("0 EPERM EOK", "0 locked EPERM", "0 regained EPERM", "0 given EPERM", "0 other EPERM", "0 kill EPERM",
                            "0 child EPERM EOK"),
                    run.log);
        }
    }

    @Test
    @Rule("Z10")
    void z10InVersion8AChangeOfALockedAbilityDoesNotFailAndChangesNothing() {
        try (var run = new TestWorld(KernelConfig.DEFAULT.version(KernelVersion.SDP_8))) {
            run.at(0, "p", 20, k -> {
                k.procmgrAbility(0, AbilityRule.deny(Ability.SPAWN).lock());
                k.procmgrAbility(0, AbilityRule.deny(Ability.SPAWN).inherit(false));
                run.say(errnoOf(() -> k.procmgrAbility(0, AbilityRule.allow(Ability.SPAWN))).name());
                run.say(errnoOf(() -> k.spawn("s", exiting(0, 0), List.of(), INHERIT)).name());
            });
            run.run(10);

            assertEquals(List.of("0 EOK", "0 EPERM"), run.log);
        }
    }
}
