package rtk.resmgr.ham;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.board.sim.SimRandom;
import rtk.kernel.KernelConfig;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.Signal;
import rtk.resmgr.Rule;
import rtk.resmgr.ham.Ham.Rearm;

/// The guardian takes over (H6).
class GuardianTest {
    private static final String[] DRIVER = {"watch driver", "condition driver dead rearm death",
        "action driver/dead one rearm notify-pulse ear 1", "action driver/dead two rearm waitfor 2ms",
        "action driver/dead three rearm restart [argv0=driver] sleeper", "action driver/dead four rearm notify-pulse ear 2"};

    private static final CostProfile COSTS = new CostProfile("test", "any",
            Map.of(CostItem.CALL_ENTRY, 300L, CostItem.CALL_EXIT, 200L, CostItem.CALL_SERVICE, 400L,
                    CostItem.PULSE, 500L, CostItem.PROCESS_SWITCH, 700L, CostItem.PROCESS_CLEANUP, 5_000L),
            Map.of());

    @Test
    @Rule("H6")
    void whoTakesOverKnowsWhatTheManagerKnew() {
        try (var run = new HamWorld()) {
            int pid = run.victim("driver");
            var files = new ArrayList<String>();
            run.client(k -> {
                var ham = new Ham(k);
                ham.attachSelf("me", Ns.ms(3), 2, 5);
                ham.attach("driver", pid);
                ham.condition("driver", "dead", Rearm.YES, When.of(ConditionType.DEATH));
                ham.action("driver/dead", "again", Rearm.NO, Action.parse("restart [pri=21] sleeper \"a b\""));
                ham.setState("driver", 3);
                HamWorld.tells(ham, "me", When.of(ConditionType.HBEATMISSEDLOW), 1);
                files.add(HamWorld.file(k, "driver") + HamWorld.file(k, "me"));
                k.sleepUntil(Ns.ms(2));
                files.add(HamWorld.file(k, "driver") + HamWorld.file(k, "me"));
                k.sleepUntil(Ns.ms(20));
            }).kill(1, "ham", Signal.SIGKILL).run(10);

            assertEquals(files.get(0), files.get(1));
            assertEquals(List.of("6 1 0"), run.log);
        }
    }

    @Test
    @Rule("H6")
    void aDeathInTheMomentOfTheTakeoverIsNotMissed() {
        try (var run = new HamWorld(DRIVER)) {
            run.victim("driver");
            run.kill(5, "ham", Signal.SIGKILL).kill(5, "driver", Signal.SIGSEGV).run(20);

            assertEquals(List.of("5 1 0", "7 2 0"), run.log);
        }
    }

    @Test
    @Rule("H6")
    void whatTheDeadManagerHadNotReadOfAnAbnormalDeathIsKnown() {
        try (var run = new HamWorld("watch driver", "condition driver dead rearm abnormal-death",
                "action driver/dead one rearm notify-pulse ear 1")) {
            int driver = run.victim("driver");
            run.world.start("killer", 50, k -> {
                k.sleepUntil(Ns.ms(5));
                k.kill(driver, Signal.SIGSEGV);
                for (var process : k.processes()) if (process.name().equals("ham")) k.kill(process.pid(), Signal.SIGKILL);
            });
            run.run(10);

            assertEquals(List.of("5 1 0"), run.log);
        }
    }

    @Test
    @Rule("H6")
    void whatWasBeingDoneGoesOnWhereItWas() {
        try (var run = new HamWorld(DRIVER)) {
            run.victim("driver");
            run.kill(5, "driver", Signal.SIGKILL).kill(6, "ham", Signal.SIGKILL).run(20);

            assertEquals(List.of("5 1 0", "7 2 0"), run.log);
        }
    }

    @Test
    @Rule("H6")
    void everyManagerHasAGuardianAgain() {
        try (var run = new HamWorld(DRIVER)) {
            run.victim("driver");
            run.kill(1, "ham", Signal.SIGKILL).kill(2, "guardian", Signal.SIGSEGV).kill(5, "driver", Signal.SIGKILL).run(20);

            // At 2 ms the guardian that had become the manager died with its own guardian: nobody was left.
            assertEquals(List.of(), run.log);
        }
        try (var run = new HamWorld(DRIVER)) {
            run.victim("driver");
            run.world.start("killer", 50, k -> {
                for (int round = 1; round <= 4; round++) {
                    k.sleepUntil(Ns.ms(round));
                    var guards = k.processes().stream().filter(process -> process.name().matches("ham|guardian")).toList();
                    assertEquals(2, guards.size(), "at " + round + " ms");
                    // The older one is the manager.
                    k.kill(guards.getFirst().pid(), Signal.SIGKILL);
                }
            });
            run.kill(5, "driver", Signal.SIGKILL).run(20);

            assertEquals(List.of("5 1 0", "7 2 0"), run.log);
        }
        try (var run = new HamWorld(DRIVER)) {
            run.victim("driver");
            run.kill(1, "guardian", Signal.SIGKILL).kill(3, "ham", Signal.SIGKILL).kill(5, "driver", Signal.SIGKILL).run(20);

            assertEquals(List.of("5 1 0", "7 2 0"), run.log);
        }
    }

    /// The manager is killed at every microsecond of a recovery: the driver is restarted once, whatever else may come twice.
    @Test
    @Rule("H6")
    void wheneverTheManagerDiesTheDriverIsRestartedOnce() {
        for (long offsetNs = 0; offsetNs < Ns.us(80); offsetNs += 700) {
            long killNs = Ns.ms(5) + offsetNs;
            try (var run = new HamWorld(KernelConfig.DEFAULT.costs(COSTS), "watch driver", "condition driver dead rearm death",
                    "action driver/dead one rearm restart [argv0=driver] sleeper",
                    "action driver/dead two rearm notify-pulse ear 2")) {
                run.victim("driver");
                run.kill(5, "driver", Signal.SIGKILL);
                run.world.start("killer", 60, k -> {
                    k.sleepUntil(killNs);
                    for (var process : k.processes()) if (process.name().equals("ham")) k.kill(process.pid(), Signal.SIGKILL);
                });
                var drivers = new ArrayList<Integer>();
                run.world.start("census", 5, k -> {
                    k.sleepUntil(Ns.ms(10));
                    for (var process : k.processes()) if (process.name().equals("driver")) drivers.add(process.pid());
                });
                run.run(20);

                assertEquals(1, drivers.size(), drivers + " with the manager killed at " + killNs);
                assertTrue(List.of(1, 2).contains(run.log.size()), run.log + " with the manager killed at " + killNs);
            }
        }
    }

    /// A client that sets up conditions while its manager is killed finds all of them there, once.
    @Test
    @Rule("H6")
    void whatWasAnsweredIsThereAfterwards() {
        for (long killNs = 40_000; killNs < Ns.us(260); killNs += 1_300) {
            long atNs = killNs;
            try (var run = new HamWorld(KernelConfig.DEFAULT.costs(COSTS))) {
                run.world.start("killer", 60, k -> {
                    k.sleepUntil(atNs);
                    for (var process : k.processes()) if (process.name().equals("ham")) k.kill(process.pid(), Signal.SIGKILL);
                });
                run.client(k -> {
                    var ham = new Ham(k);
                    ham.attachSelf("me", Ns.ms(1), 1, 2);
                    ham.condition("me", "a", Rearm.YES, When.of(ConditionType.DEATH));
                    for (int n = 0; n < 10; n++) ham.action("me/a", "n" + n, Rearm.YES, new Action.Log("line " + n));
                    ham.entity("other");
                    ham.remove("other");
                    k.sleepUntil(Ns.ms(2));
                    run.log.add(HamWorld.file(k, "me").lines().filter(line -> !line.startsWith("heartbeat")).toList().toString());
                }).run(10);

                var expected = new StringBuilder("[entity me 5 self - - 0 0 0, condition a rearm death");
                for (int n = 0; n < 10; n++)
                    expected.append(", action n").append(n).append(" rearm log \"line ").append(n).append('"');
                assertEquals(List.of(expected + "]"), run.log, "killed at " + atNs);
            }
        }
    }

    /// Any tree is read back from its text.
    @Test
    void aTreeIsReadBackFromItsText() {
        var random = new SimRandom(7, "trees");
        for (int round = 0; round < 200; round++) {
            var tree = RandomTree.make(random);

            assertEquals(tree.text(), HamTree.of(tree.text()).text());
        }
    }
}
