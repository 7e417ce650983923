package rtk.resmgr.ham;

import java.util.ArrayList;
import java.util.List;
import rtk.board.sim.SimRandom;
import rtk.resmgr.launcher.CommandLine;
import rtk.resmgr.launcher.Words;

/// Trees of all sorts.
final class RandomTree {
    private static final String CHARACTERS = "ab \"'\\&[]#-09ä";

    private final SimRandom random;

    private RandomTree(SimRandom random) { this.random = random; }

    static HamTree make(SimRandom random) {
        var maker = new RandomTree(random);
        var tree = new HamTree();
        for (int n = maker.number(4); n > 0; n--) tree.entities.add(maker.entity());
        return tree;
    }

    private Entity entity() {
        var entity = new Entity(text());
        entity.pid = number(99);
        entity.isSelf = number(1) == 1;
        entity.isPlaceholder = number(1) == 1;
        entity.process = number(1) == 1 ? "p" + text() : null;
        entity.state = number(5);
        entity.restarts = number(9);
        entity.restartsSinceNs = random.between(0, Long.MAX_VALUE);
        if (number(1) == 1) {
            var beat = entity.heartbeat;
            beat.slot = number(511);
            beat.intervalNs = random.between(1, Long.MAX_VALUE);
            beat.low = number(9);
            beat.high = number(9);
            beat.missed = number(9);
            beat.lowTold = number(1) == 1;
            beat.highTold = number(1) == 1;
            beat.seen = random.between(0, Long.MAX_VALUE);
            beat.nextLookNs = Heartbeat.NEVER;
        }
        for (int n = number(3); n > 0; n--) {
            var condition = new Condition(text(), when(), number(1) == 1);
            condition.steps.addAll(steps(3));
            entity.conditions.add(condition);
        }
        for (int n = number(2); n > 0; n--) {
            var run = new Run(text(), steps(3));
            run.untilNs = random.between(0, Long.MAX_VALUE);
            run.mark = number(99);
            entity.runs.add(run);
        }
        return entity;
    }

    private List<Step> steps(int most) {
        var steps = new ArrayList<Step>();
        for (int n = number(most); n > 0; n--) {
            var step = new Step(text(), number(1) == 1, action());
            for (int fails = number(2); fails > 0; fails--) step = step.withFail(new Step(text(), true, action()));
            steps.add(step);
        }
        return steps;
    }

    private When when() {
        return switch (number(3)) {
            case 0 -> When.of(ConditionType.STATE, When.ANY_VALUE, number(9));
            case 1 -> When.of(ConditionType.RAISE, number(9), When.ANY_VALUE, number(9));
            default -> When.of(ConditionType.values()[number(6)]);
        };
    }

    private Action action() {
        return switch (number(8)) {
            case 0 -> new Action.Restart(command());
            case 1 -> new Action.Execute(command());
            case 2 -> new Action.NotifyPulse(1 + number(99), 1 + number(9), number(127), number(9));
            case 3 -> new Action.NotifyName("n" + text(), number(127), number(9));
            case 4 -> new Action.NotifySignal("s" + text(), 1 + number(30), number(9));
            case 5 -> new Action.Delay(random.between(0, 1L << 59));
            case 6 -> new Action.WaitFor("/" + text(), random.between(0, 1L << 59));
            case 7 -> new Action.Log(text());
            default -> new Action.HeartbeatHealthy();
        };
    }

    private CommandLine command() {
        String modifiers = number(1) == 1 ? "[pri=" + (1 + number(99)) + "f runmask=0x3 sched_aps=m argv0=x] " : "";
        return CommandLine
                .parse(modifiers + "prog " + Words.quoted(text()) + " " + Words.quoted(text()) + (number(1) == 1 ? " &" : ""));
    }

    private String text() {
        var text = new StringBuilder();
        for (int n = number(6); n >= 0; n--) text.append(CHARACTERS.charAt(number(CHARACTERS.length() - 1)));
        return text.toString();
    }

    /// 0 to `most`.
    private int number(int most) { return (int) random.between(0, most); }
}
