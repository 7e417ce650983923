package rtk.resmgr.ham;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.kernel.api.Signal;
import rtk.resmgr.Rule;
import rtk.resmgr.ham.Ham.Rearm;

/// What is left of an entity after a restart (H5).
class RearmTest {
    private static final List<Rearm> ALL = List.of(Rearm.YES, Rearm.NO, Rearm.DEFAULT);

    @Test
    @Rule("H5")
    void whatBelongsToADeathGoesAtARestartUnlessItIsToBeRearmed() {
        try (var run = new HamWorld()) {
            int pid = run.victim("driver");
            run.client(k -> {
                var ham = new Ham(k);
                ham.attach("driver", pid);
                ham.condition("driver", "restarts", Rearm.YES, When.of(ConditionType.DEATH));
                ham.action("driver/restarts", "again", Rearm.YES, Action.parse("restart [argv0=driver] sleeper"));
                for (Rearm rearm : ALL) {
                    ham.condition("driver", "death-" + rearm, rearm, When.of(ConditionType.DEATH));
                    ham.condition("driver", "state-" + rearm, rearm, When.of(ConditionType.STATE, 1, 2));
                }
                for (Rearm rearm : ALL) {
                    ham.action("driver/death-YES", "death-" + rearm, rearm, Action.parse("notify-pulse ear " + rearm.ordinal()));
                    ham.action("driver/state-YES", "state-" + rearm, rearm, Action.parse("log x"));
                }
                k.sleepUntil(7_000_000);
                run.log.add(HamWorld.file(k, "driver").replaceFirst("entity driver [0-9]+ other - - 0 1 [0-9]+\n", ""));
            }).kill(5, "driver", Signal.SIGKILL).kill(9, "driver", Signal.SIGKILL).run(20);

            // Of the death every action is done once, the one that stays a second time; of the other condition two stay.
            assertEquals(List.of("5 0 0", "5 1 0", "5 2 0", """
                    condition restarts rearm death
                    action again rearm restart [argv0=driver] sleeper
                    condition death-YES rearm death
                    action death-YES rearm notify-pulse ear 0 0
                    condition state-YES rearm state 1 2
                    action state-YES rearm log x
                    action state-DEFAULT rearm log x
                    condition state-DEFAULT rearm state 1 2
                    """, "9 0 0"), run.log);
        }
    }

    @Test
    @Rule("H5")
    void aRestartThatIsNotRearmedIsDoneOnce() {
        try (var run = new HamWorld()) {
            int pid = run.victim("driver");
            run.client(k -> {
                var ham = new Ham(k);
                ham.attach("driver", pid);
                ham.condition("driver", "dead", Rearm.YES, When.of(ConditionType.DEATH));
                ham.action("driver/dead", "again", Rearm.DEFAULT, Action.parse("restart [argv0=driver] sleeper"));
                ham.action("driver/dead", "tell", Rearm.YES, Action.parse("notify-pulse ear 1"));
                k.sleepUntil(15_000_000);
                run.log.addAll(new rtk.resmgr.Posix(k).list("/proc/ham"));
            }).kill(5, "driver", Signal.SIGKILL).kill(9, "driver", Signal.SIGKILL).run(20);

            // The second death is told still, and the entity, dead for good, forgotten.
            assertEquals(List.of("5 1 0", "9 1 0"), run.log);
        }
    }
}
