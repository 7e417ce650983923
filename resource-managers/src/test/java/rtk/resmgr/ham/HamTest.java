package rtk.resmgr.ham;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.Signal;
import rtk.resmgr.Attr;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Posix;
import rtk.resmgr.ResourceManager;
import rtk.resmgr.Rule;
import rtk.resmgr.ham.Ham.Rearm;

/// Entities, conditions and actions (H1 to H3).
class HamTest {
    private static Errno errnoOf(Runnable call) {
        try {
            call.run();
            return Errno.EOK;
        } catch (ErrnoException e) {
            return e.errno();
        }
    }

    // H1.

    @Test
    @Rule("H1")
    void entitiesHaveConditionsAndTheseAnOrderedListOfActions() {
        try (var run = new HamWorld()) {
            int pid = run.victim("driver");
            run.client(k -> {
                var ham = new Ham(k);
                ham.attachSelf("me", 0, 0, 0);
                ham.attach("driver", pid);
                ham.entity("later");
                ham.condition("driver", "dead", Rearm.YES, When.of(ConditionType.DEATH));
                ham.action("driver/dead", "one", Rearm.YES, Action.parse("restart [pri=21] sleeper \"a b\""));
                ham.action("driver/dead", "two", Rearm.NO, Action.parse("waitfor /dev/driver 1s"));
                ham.onFail("driver/dead/two", "three", Action.parse("log \"it did not come\""));
                run.log.addAll(new Posix(k).list("/proc/ham"));
                run.log.add(HamWorld.file(k, "driver"));
            }).run(10);

            assertEquals(List.of("driver", "later", "me", """
                    entity driver 4 other - - 0 0 0
                    condition dead rearm death
                    action one rearm restart [pri=21] sleeper "a b"
                    action two once waitfor /dev/driver 1000000000ns
                    fail three log "it did not come"
                    """), run.log);
        }
    }

    @Test
    @Rule("H1")
    void whatDoesNotFitIsRefused() {
        try (var run = new HamWorld()) {
            int pid = run.victim("driver");
            run.client(k -> {
                var ham = new Ham(k);
                ham.attach("a", pid);
                ham.condition("a", "dead", Rearm.YES, When.of(ConditionType.DEATH));
                ham.condition("a", "left", Rearm.YES, When.of(ConditionType.DETACH));
                ham.condition("a", "core", Rearm.YES, When.of(ConditionType.ABNORMALDEATH));
                ham.action("a/dead", "x", Rearm.YES, Action.parse("restart sleeper"));
                run.log.add("no such process " + errnoOf(() -> ham.attach("b", 999)));
                run.log.add("name taken " + errnoOf(() -> ham.attach("a", k.getpid())));
                run.log.add("name taken " + errnoOf(() -> ham.attachSelf("a", 0, 0, 0)));
                run.log.add("bad name " + errnoOf(() -> ham.entity("a/b")));
                run.log.add("no entity " + errnoOf(() -> ham.condition("b", "c", Rearm.YES, When.of(ConditionType.DEATH))));
                run.log.add(
                        "condition taken " + errnoOf(() -> ham.condition("a", "dead", Rearm.YES, When.of(ConditionType.ANY))));
                run.log.add("no condition " + errnoOf(() -> ham.action("a/b", "c", Rearm.YES, Action.parse("log x"))));
                run.log.add("action taken " + errnoOf(() -> ham.action("a/dead", "x", Rearm.YES, Action.parse("log x"))));
                run.log.add(
                        "restart at no death " + errnoOf(() -> ham.action("a/left", "r", Rearm.YES, Action.parse("restart x"))));
                run.log.add("second restart " + errnoOf(() -> ham.action("a/core", "r", Rearm.YES, Action.parse("restart x"))));
                run.log.add("restart in a fail list " + errnoOf(() -> ham.onFail("a/dead/x", "r", Action.parse("restart x"))));
                run.log.add("healthy in a fail list "
                        + errnoOf(() -> ham.onFail("a/dead/x", "h", Action.parse("heartbeat-healthy"))));
                run.log.add("interval too short " + errnoOf(() -> ham.attachSelf("c", 999_999, 1, 1)));
                run.log.add("low above high " + errnoOf(() -> ham.attachSelf("c", Ns.ms(1), 2, 1)));
                run.log.add("not attached " + errnoOf(() -> ham.detach("b")));
                run.log.add("nothing there " + errnoOf(() -> ham.remove("a/dead/y")));
            }).run(10);

            assertEquals(
                    List.of("no such process ESRCH", "name taken EEXIST", "name taken EEXIST", "bad name EINVAL",
                            "no entity ENOENT",
                            "condition taken EEXIST", "no condition ENOENT", "action taken EEXIST", "restart at no death EINVAL",
                            "second restart EEXIST", "restart in a fail list EINVAL", "healthy in a fail list EINVAL",
                            "interval too short EINVAL", "low above high EINVAL", "not attached ENOENT", "nothing there ENOENT"),
                    run.log);
        }
    }

    // H2.

    @ParameterizedTest
    @Rule("H2")
    @CsvSource(delimiter = '|', textBlock = """
            9  | 5 1 0, 5 9 0
            11 | 5 1 0, 5 2 0, 5 9 0
            """)
    void aDeathThatLeavesACoreIsAbnormalAndADeathAsWell(int signo, String expected) {
        try (var run = new HamWorld()) {
            int pid = run.victim("driver");
            run.client(k -> {
                var ham = new Ham(k);
                ham.attach("driver", pid);
                HamWorld.tells(ham, "driver", When.of(ConditionType.DEATH), 1);
                HamWorld.tells(ham, "driver", When.of(ConditionType.ABNORMALDEATH), 2);
                HamWorld.tells(ham, "driver", When.of(ConditionType.DETACH), 3);
                HamWorld.tells(ham, "driver", When.of(ConditionType.ANY), 9);
            }).kill(5, "driver", signo).run(10);

            assertEquals(expected, String.join(", ", run.log));
        }
    }

    @Test
    @Rule("H2")
    void whoDetachesIsNotWatchedAnyMore() {
        try (var run = new HamWorld()) {
            run.client(k -> {
                var ham = new Ham(k);
                ham.attachSelf("me", 0, 0, 0);
                HamWorld.tells(ham, "me", When.of(ConditionType.DEATH), 1);
                HamWorld.tells(ham, "me", When.of(ConditionType.DETACH), 3);
                k.sleepUntil(Ns.ms(4));
                ham.detach("me");
                run.say(errnoOf(() -> ham.remove("me")).toString());
            }).run(10);

            assertEquals(List.of("4 3 0", "4 ENOENT"), run.log);
        }
    }

    @Test
    @Rule("H2")
    void anEntityThatSomebodyWaitsForJoins() {
        try (var run = new HamWorld("watch late")) {
            run.client(k -> {
                var ham = new Ham(k);
                ham.entity("self");
                HamWorld.tells(ham, "self", When.of(ConditionType.ATTACH), 1);
                HamWorld.tells(ham, "late", When.of(ConditionType.ATTACH), 2);
                k.sleepUntil(Ns.ms(3));
                ham.attachSelf("self", 0, 0, 0);
                k.sleepUntil(Ns.ms(5));
                k.spawn("late", run.programs.get("sleeper"), List.of(), rtk.kernel.api.ThreadAttr.named(null));
                k.sleepUntil(Ns.ms(8));
            }).run(10);

            assertEquals(List.of("3 1 0", "5 2 0"), run.log);
        }
    }

    @Test
    @Rule("H2")
    void detectorsOutsideRaiseConditionsAndTellStates() {
        try (var run = new HamWorld()) {
            int pid = run.victim("driver");
            run.client(k -> {
                var ham = new Ham(k);
                ham.attach("driver", pid);
                HamWorld.tells(ham, "driver", When.of(ConditionType.RAISE, 1, When.ANY_VALUE, 3), 1);
                HamWorld.tells(ham, "driver", When.of(ConditionType.STATE, When.ANY_VALUE, 2), 2);
                HamWorld.tells(ham, "driver", When.of(ConditionType.STATE, 2, 0), 3);
                ham.raise("driver", 1, 7, 3);
                ham.raise("driver", 1, 7, 2);
                ham.setState("driver", 1);
                ham.setState("driver", 2);
                ham.setState("driver", 0);
            }).run(10);

            assertEquals(List.of("0 1 0", "0 2 0", "0 3 0"), run.log);
        }
    }

    // H3.

    @Test
    @Rule("H3")
    void actionsAreDoneInOrderEachAfterTheOneBefore() {
        try (var run = new HamWorld()) {
            run.programs.put("helper", (k, args) -> {
                run.say("helper " + String.join(" ", args));
                return 0;
            });
            run.programs.put("server", (k, args) -> {
                run.say("server, priority " + k.priority());
                k.sleep(Ns.ms(3));
                var manager = new ResourceManager(k);
                manager.attach(new Attr("/dev/served", true, true), new IoFunctions() {});
                manager.run();
                return 0;
            });
            int pid = run.victim("server");
            run.client(k -> {
                var ham = new Ham(k);
                ham.attach("server", pid);
                HamWorld.tells(ham, "server", When.of(ConditionType.RESTART), 5);
                ham.condition("server", "dead", Rearm.YES, When.of(ConditionType.DEATH));
                for (String action : List.of("notify-pulse ear 1 7", "waitfor 2ms", "restart [pri=15f] server",
                        "waitfor /dev/served 9ms",
                        "notify-pulse ear 2", "execute helper a b", "notify-signal client SIGUSR1", "log back")) {
                    ham.action("server/dead", action.replace('/', '-'), Rearm.YES, Action.parse(action));
                }
                var set = rtk.kernel.api.SignalSet.of(Signal.SIGUSR1);
                k.signalProcmask(rtk.kernel.api.SignalHow.SIG_BLOCK, set);
                run.say("signal " + k.signalWaitinfo(set).signo());
                run.log.add(HamWorld.file(k, ".log"));
            }).kill(5, "server", Signal.SIGKILL).run(30);

            assertEquals(List.of("5 1 7", "7 server, priority 15", "11 2 0", "11 5 0", "11 signal 16", "11 helper a b", """
                    5 us: server attached, pid 4
                    5 ms: server died, pid 4
                    7.014 ms: server restarted, pid 8
                    11.038 ms: server: back
                    """).stream().sorted().toList(), run.log.stream().sorted().toList());
        }
    }

    @Test
    @Rule("H3")
    void anActionThatFailsIsFollowedByItsFailActionsAndThenByTheRest() {
        try (var run = new HamWorld()) {
            int pid = run.victim("driver");
            run.client(k -> {
                var ham = new Ham(k);
                ham.attach("driver", pid);
                ham.condition("driver", "dead", Rearm.YES, When.of(ConditionType.DEATH));
                ham.action("driver/dead", "wait", Rearm.YES, Action.parse("waitfor /dev/never 2ms"));
                ham.onFail("driver/dead/wait", "tell", Action.parse("notify-pulse ear 1"));
                ham.onFail("driver/dead/wait", "pause", Action.parse("waitfor 3ms"));
                ham.onFail("driver/dead/wait", "again", Action.parse("notify-pulse ear 2"));
                ham.action("driver/dead", "start", Rearm.YES, Action.parse("restart nothing"));
                ham.onFail("driver/dead/start", "tell", Action.parse("notify-pulse ear 3"));
                ham.action("driver/dead", "pulse", Rearm.YES, Action.parse("notify-pulse nobody 1"));
                ham.onFail("driver/dead/pulse", "tell", Action.parse("notify-pulse ear 4"));
                ham.action("driver/dead", "pulse2", Rearm.YES, Action.parse("notify-pulse 99 1 1 0"));
                ham.onFail("driver/dead/pulse2", "tell", Action.parse("notify-pulse ear 5"));
                ham.action("driver/dead", "signal", Rearm.YES, Action.parse("notify-signal nobody SIGTERM"));
                ham.onFail("driver/dead/signal", "tell", Action.parse("notify-pulse ear 6"));
                ham.action("driver/dead", "log", Rearm.YES, Action.parse("log x"));
                ham.onFail("driver/dead/log", "tell", Action.parse("notify-pulse ear 9"));
            }).kill(5, "driver", Signal.SIGKILL).run(20);

            assertEquals(List.of("7 1 0", "10 2 0", "10 3 0", "10 4 0", "10 5 0", "10 6 0"), run.log);
        }
    }

    @Test
    @Rule("H3")
    void oneEntityThatWaitsDoesNotHoldUpAnother() {
        try (var run = new HamWorld()) {
            int slow = run.victim("slow");
            int fast = run.victim("fast");
            run.client(k -> {
                var ham = new Ham(k);
                ham.attach("slow", slow);
                ham.attach("fast", fast);
                ham.condition("slow", "dead", Rearm.YES, When.of(ConditionType.DEATH));
                ham.action("slow/dead", "wait", Rearm.YES, Action.parse("waitfor 5ms"));
                ham.action("slow/dead", "tell", Rearm.YES, Action.parse("notify-pulse ear 1"));
                HamWorld.tells(ham, "fast", When.of(ConditionType.DEATH), 2);
            }).kill(5, "slow", Signal.SIGKILL).kill(6, "fast", Signal.SIGKILL).run(20);

            assertEquals(List.of("6 2 0", "10 1 0"), run.log);
        }
    }

    @Test
    void aProgramThatDiesAsSoonAsItRunsIsGivenUp() {
        try (var run = new HamWorld("watch bad", "condition bad dead rearm death", "action bad/dead again rearm restart bad",
                "fail bad/dead/again tell notify-pulse ear 1")) {
            int[] starts = new int[1];
            run.programs.put("bad", (k, args) -> {
                starts[0]++;
                throw new IllegalStateException("broken");
            });
            run.world.start("bad", 10, run.programs.get("bad"));
            run.run(10);

            assertEquals(1 + Entity.RESTARTS_MAX, starts[0]);
            assertEquals(List.of("0 1 0"), run.log);
        }
    }

    @Test
    void theManagerCanBeStopped() {
        try (var run = new HamWorld("watch driver", "condition driver dead rearm death",
                "action driver/dead again rearm restart sleeper")) {
            run.victim("driver");
            run.client(k -> {
                k.sleep(Ns.ms(2));
                new Ham(k).stop();
                run.log.addAll(k.processes().stream().map(process -> process.name()).toList());
            }).run(20);

            assertEquals(List.of("procnto", "ear", "driver", "client"), run.log);
        }
    }

    @Test
    void requestsThatAreNoneAreRefused() {
        try (var run = new HamWorld()) {
            run.client(k -> {
                var posix = new Posix(k);
                int fd = posix.open("/proc/ham/.control", Posix.O_RDWR);
                for (String request : List.of("", "again", "attch x 1", "attach x", "attach x 1 2", "condition x", "\"",
                        "action a b log x", "entity \"a\nb\"")) {
                    run.log.add(errnoOf(() -> posix.devctl(fd, HamManager.DCMD_REQUEST, java.util.Arrays.copyOf(
                            request.getBytes(java.nio.charset.StandardCharsets.UTF_8), HamManager.REQUEST_MAX))).toString());
                }
                run.log.add(errnoOf(() -> posix.devctl(fd, 77, new byte[8])).toString());
                run.log.add(errnoOf(() -> posix.open("/proc/ham/none", Posix.O_RDONLY)).toString());
            }).run(10);

            assertEquals(
                    List.of("EINVAL", "EINVAL", "EINVAL", "EINVAL", "EINVAL", "ENOENT", "EINVAL", "EINVAL", "EINVAL", "ENOTTY",
                            "ENOENT"),
                    run.log);
        }
    }

    @Test
    void whatIsMoreThanTheGuardianCanBeToldIsRefusedAndNothingElseIsLost() {
        try (var run = new HamWorld()) {
            run.client(k -> {
                var ham = new Ham(k);
                ham.attachSelf("me", 0, 0, 0);
                int actions = 0;
                var errno = Errno.EOK;
                for (int condition = 0; errno == Errno.EOK; condition++) {
                    String name = "c" + condition;
                    ham.condition("me", name, Rearm.YES, When.of(ConditionType.DETACH));
                    for (int n = 0; n < Condition.STEPS_MAX && errno == Errno.EOK; n++) {
                        String action = "a" + n;
                        errno = errnoOf(() -> ham.action("me/" + name, action, Rearm.YES, new Action.Log("x".repeat(900))));
                        if (errno == Errno.EOK) actions++;
                    }
                }
                run.log.add(errno + " after " + actions);
                // Quotes make it longer in the text than it was in the request.
                run.log.add(errnoOf(() -> ham.action("me/c0", "q", Rearm.YES, Action.parse("log '" + "\\".repeat(600) + "'")))
                        .toString());
                run.log.add(errnoOf(() -> ham.remove("me/c0")).toString());
                run.log.add(errnoOf(() -> ham.entity("other")).toString());
            }).kill(5, "ham", Signal.SIGKILL).run(10);

            // 71 of them, of 921 or 922 bytes, and 105 bytes of entity and conditions would be 65,540.
            assertEquals(List.of("ENOMEM after 70", "EINVAL", "EOK", "EOK"), run.log);
        }
    }
}
