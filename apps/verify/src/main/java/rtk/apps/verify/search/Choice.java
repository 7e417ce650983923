package rtk.apps.verify.search;

import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.MessageSpec;
import rtk.apps.scenario.Scenario;
import rtk.apps.scenario.TaskSpec;
import rtk.trace.analysis.Durations;

/// One thing that a scenario leaves open, and how far it goes.
///
/// @param path into the scenario, to the thing that has it; empty for the scenario itself
/// @param low least value, ns for times
/// @param high greatest value
public record Choice(Kind kind, String path, long low, long high) {
    /// What can be chosen.
    public enum Kind {
        /// All random numbers: jitter of each job, execution times, payloads.
        SEED,
        /// When a task or message begins, ns from 0 to less than its period.
        OFFSET,
        /// How late the first job of a task is released, ns from 0 to its jitter, all later ones at once; -1 for each as late as it may
        /// be, if there is more than one.
        JITTER,
        /// How long every job of a task runs, ns from its bcet to its wcet.
        EXECUTION,
        /// What all frames of a message carry: one of a few patterns that make for more or fewer stuff bits.
        DATA
    }

    private static final long SEED_MAX = 1L << 40;
    /// Nine bits of a period of eight, so that each phase of four equal bits in a row is there, and no stuffing at all.
    private static final String[] PATTERNS = {"00", "0F", "1E", "3C", "78", "F0", "E1", "C3", "87", "55"};

    /// Whether tasks and messages may begin at any time.
    public enum Phases {
        /// At any time, unless the scenario gives some of them an offset: then offsets are part of the design.
        AUTO,
        FREE,
        FIXED;

        boolean isFree(Scenario scenario) {
            if (this != AUTO) return this == FREE;
            return scenario.tasks().stream().allMatch(task -> task.offsetNs() == 0)
                    && scenario.messages().stream().allMatch(message -> message.offsetNs() == 0);
        }
    }

    /// All that `scenario` leaves open; the seed first.
    public static List<Choice> of(Scenario scenario, Phases phases) {
        var choices = new ArrayList<Choice>();
        choices.add(new Choice(Kind.SEED, "", 0, SEED_MAX));
        boolean free = phases.isFree(scenario);
        int number = 0;
        for (TaskSpec task : scenario.tasks()) {
            String path = "tasks." + step(task.name(), number++);
            if (free && task.periodNs() > 1) choices.add(new Choice(Kind.OFFSET, path, 0, task.periodNs() - 1));
            if (task.jitterNs() > 0 && task.delays().isEmpty())
                choices.add(new Choice(Kind.JITTER, path, hasMore(task, scenario) ? -1 : 0, task.jitterNs()));
            if (task.bcetNs() < task.wcetNs() && task.executions().isEmpty())
                choices.add(new Choice(Kind.EXECUTION, path, task.bcetNs(), task.wcetNs()));
        }
        number = 0;
        for (MessageSpec message : scenario.messages()) {
            String path = "messages." + step(message.name(), number++);
            if (free && message.periodNs() > 1) choices.add(new Choice(Kind.OFFSET, path, 0, message.periodNs() - 1));
            if (message.data() == null && message.length() > 0 && !message.worstLength())
                choices.add(new Choice(Kind.DATA, path, 0, PATTERNS.length - 1));
        }
        return List.copyOf(choices);
    }

    /// Whether a second job of it can be released.
    private static boolean hasMore(TaskSpec task, Scenario scenario) {
        return task.periodNs() <= scenario.durationNs() - Math.min(task.offsetNs(), scenario.durationNs());
    }

    private static String step(String name, int number) {
        return name.matches("[A-Za-z_][A-Za-z0-9_-]*") ? name : Integer.toString(number);
    }

    /// `path=value` settings that choose `value`.
    List<String> settings(long value, int length) {
        return switch (kind) {
            case SEED -> List.of("seed=" + value);
            case OFFSET -> List.of(path + ".offset=" + Durations.text(value));
            case JITTER -> List.of(path + ".delays=["
                    + (value < 0 ? Durations.text(high) : Durations.text(value) + ", 0ns") + "]");
            case EXECUTION -> List.of(path + ".executions=[" + Durations.text(value) + "]");
            case DATA -> List.of(path + ".data=" + '"' + PATTERNS[(int) value].repeat(length) + '"');
        };
    }

    boolean isTime() { return kind == Kind.OFFSET || kind == Kind.JITTER || kind == Kind.EXECUTION; }
}
