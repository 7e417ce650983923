package rtk.apps.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import rtk.board.sim.Ns;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.SchedPolicy;

/// Binds load without code: tasks, their mutexes, and messages.
final class LoadBinder {
    private static final long DEFAULT_PERIOD_NS = Ns.ms(10);
    private static final long DEFAULT_WCET_NS = Ns.ms(1);
    /// The two levels above are the kernel's and the starter's.
    static final int TASK_PRIORITY_MAX = 253;

    private final List<Problem> problems;

    LoadBinder(List<Problem> problems) { this.problems = problems; }

    /// @param place reads where a task runs
    List<TaskSpec> tasks(Fields top, Function<Fields, PlaceSpec> place) {
        List<String> mutexNames = mutexNames(top);
        var tasks = new ArrayList<TaskSpec>();
        var names = new TreeSet<String>();
        for (Yaml item : top.items("tasks")) {
            var fields = new Fields(item, Section.TASK, "a task", problems);
            String name = fields.name("name", "t" + (tasks.size() + 1));
            Binder.unique(fields, names, name);
            long periodNs = fields.durationNs("period", DEFAULT_PERIOD_NS, false);
            long wcetNs = fields.durationNs("wcet", DEFAULT_WCET_NS, false);
            long bcetNs = fields.durationNs("bcet", wcetNs, false);
            if (bcetNs > wcetNs) {
                fields.problem(fields.place("bcet"), Ns.text(bcetNs), "at most the wcet, " + Ns.text(wcetNs),
                        "are the two swapped?");
            }
            var onMiss = Map.of("continue", TaskSpec.OnMiss.CONTINUE, "abort", TaskSpec.OnMiss.ABORT, "skip",
                    TaskSpec.OnMiss.SKIP);
            int priority = (int) fields.integer("priority", Binder.DEFAULT_PRIORITY, 1, TASK_PRIORITY_MAX,
                    "larger is more urgent");
            SchedPolicy policy = SchedBinder.policy(fields, SchedPolicy.FIFO);
            long jitterNs = fields.durationNs("jitter", 0, true);
            tasks.add(new TaskSpec(name, periodNs, fields.durationNs("offset", 0, true), jitterNs,
                    bcetNs,
                    wcetNs, fields.durationNs("deadline", periodNs, false),
                    priority, policy, SchedBinder.sporadic(fields, policy, priority),
                    fields.choice("on-miss", onMiss, List.of("continue", "abort", "skip"), TaskSpec.OnMiss.CONTINUE),
                    locks(fields, mutexNames, wcetNs), place.apply(fields), delays(fields, jitterNs),
                    executions(fields, bcetNs, wcetNs)));
        }
        return List.copyOf(tasks);
    }

    private static List<Long> delays(Fields task, long jitterNs) {
        List<Long> delays = task.durationsNs("delays");
        for (long delayNs : delays) {
            if (delayNs <= jitterNs) continue;
            task.problem(task.place("delays"), "a delay of " + Ns.text(delayNs), "at most the jitter, " + Ns.text(jitterNs), "");
        }
        return delays;
    }

    private static List<Long> executions(Fields task, long bcetNs, long wcetNs) {
        List<Long> executions = task.durationsNs("executions");
        for (long executionNs : executions) {
            if (executionNs >= bcetNs && executionNs <= wcetNs) continue;
            task.problem(task.place("executions"), "an execution of " + Ns.text(executionNs),
                    "from the bcet, " + Ns.text(bcetNs) + ", to the wcet, " + Ns.text(wcetNs), "");
        }
        return executions;
    }

    private static List<String> mutexNames(Fields top) {
        var names = new ArrayList<String>();
        for (Yaml item : top.items("mutexes")) {
            if (item instanceof Yaml.Mapping mapping && mapping.get("name") instanceof Yaml.Scalar name) names.add(name.value());
            else names.add("m" + (names.size() + 1));
        }
        return names;
    }

    private List<TaskSpec.Lock> locks(Fields task, List<String> mutexNames, long wcetNs) {
        record Placed(TaskSpec.Lock lock, Fields fields) {}
        var placed = new ArrayList<Placed>();
        for (Yaml item : task.items("locks")) {
            var fields = new Fields(item, Section.LOCK, "a lock", problems);
            String mutex = Binder.known(fields, "mutex", mutexNames, "mutexes");
            var lock = new TaskSpec.Lock(mutex, fields.durationNs("after", 0, true), fields.durationNs("for", 1, false));
            if (!fields.has("for")) {
                fields.problem(fields.place(), "a lock without for", "for: how long it is held", "write for: 1ms");
            } else if (lock.afterNs() > wcetNs || lock.forNs() > wcetNs - lock.afterNs()) {
                fields.problem(fields.place("for"), "a lock until " + Ns.text(lock.afterNs()) + " + " + Ns.text(lock.forNs()),
                        "its end within the wcet, " + Ns.text(wcetNs), "after and for are processor time of the job");
            }
            placed.add(new Placed(lock, fields));
        }
        placed.sort(Comparator.comparingLong((Placed p) -> p.lock().afterNs())
                .thenComparing(Comparator.comparingLong((Placed p) -> p.lock().forNs()).reversed()));
        for (int i = 0; i < placed.size(); i++) {
            for (int j = i + 1; j < placed.size(); j++) {
                TaskSpec.Lock outer = placed.get(i).lock();
                TaskSpec.Lock inner = placed.get(j).lock();
                if (inner.afterNs() >= outer.endNs()) continue;
                Fields fields = placed.get(j).fields();
                if (inner.endNs() > outer.endNs()) {
                    fields.problem(fields.place(), "a lock of " + inner.mutex() + " that ends after the lock around it",
                            "locks inside or after one another", "end it by " + Ns.text(outer.endNs()));
                } else if (inner.mutex() != null && inner.mutex().equals(outer.mutex())) {
                    fields.problem(fields.place(), "a lock of " + inner.mutex() + " while it is held",
                            "each mutex once at a time",
                            "mutexes are not recursive");
                }
            }
        }
        return placed.stream().map(Placed::lock).toList();
    }

    List<MutexSpec> mutexes(Fields top, List<TaskSpec> tasks) {
        var protocols = Map.of("inherit", MutexProtocol.INHERIT, "ceiling", MutexProtocol.PROTECT, "none", MutexProtocol.NONE);
        var mutexes = new ArrayList<MutexSpec>();
        var names = new TreeSet<String>();
        for (Yaml item : top.items("mutexes")) {
            var fields = new Fields(item, Section.MUTEX, "a mutex", problems);
            String name = fields.name("name", "m" + (mutexes.size() + 1));
            Binder.unique(fields, names, name);
            MutexProtocol protocol = fields.choice("protocol", protocols, List.of("inherit", "ceiling", "none"),
                    MutexProtocol.INHERIT);
            int highest = tasks.stream().filter(t -> t.locks().stream().anyMatch(l -> name.equals(l.mutex())))
                    .mapToInt(TaskSpec::priority).max().orElse(1);
            int ceiling = (int) fields.integer("ceiling", highest, 1, TASK_PRIORITY_MAX, "larger is more urgent");
            if (fields.has("ceiling") && protocol != MutexProtocol.PROTECT) {
                fields.problem(fields.place("ceiling"), "ceiling without protocol: ceiling", "no ceiling",
                        "write protocol: ceiling");
            } else if (ceiling < highest) {
                fields.problem(fields.place("ceiling"), "ceiling " + ceiling, "at least " + highest
                        + ", the highest priority that locks " + name, "leave it out to get just that");
            }
            mutexes.add(new MutexSpec(name, protocol, ceiling));
        }
        return List.copyOf(mutexes);
    }

    List<MessageSpec> messages(Fields top, List<BoardSpec.Can> buses) {
        List<String> busNames = buses.stream().map(BoardSpec.Can::name).toList();
        var messages = new ArrayList<MessageSpec>();
        var names = new TreeSet<String>();
        var identifiers = new TreeSet<String>();
        for (Yaml item : top.items("messages")) {
            var fields = new Fields(item, Section.MESSAGE, "a message", problems);
            String name = fields.name("name", "message" + (messages.size() + 1));
            Binder.unique(fields, names, name);
            String bus = Binder.known(fields, "bus", busNames, "board.can");
            boolean extended = fields.flag("extended", false);
            boolean fd = fields.flag("fd", false);
            if (fd && buses.stream().anyMatch(b -> b.name().equals(bus) && b.dataBitrateHz() == 0)) {
                fields.problem(fields.place("fd"), "fd on classic " + bus, "a bus with data-bitrate", "write " + bus
                        + ": { bitrate: 500k, data-bitrate: 2M }");
            }
            int id = (int) fields.integer("id", 0x100 + messages.size(), 0, extended ? 0x1fff_ffff : 0x7ff,
                    extended ? "an extended identifier has 29 bits" : "for 29 bits write extended: true");
            if (!identifiers.add(bus + " " + extended + " " + id)) {
                fields.problem(fields.place("id"), "the identifier of another message on " + bus, "an identifier of its own",
                        "two senders of one identifier would collide");
            }
            int dlc = (int) fields.integer("dlc", 8, 0, fd ? 15 : 8,
                    fd ? "the code, not the length: 15 is 64 bytes" : "classic CAN carries up to 8 bytes");
            long periodNs = fields.durationNs("period", DEFAULT_PERIOD_NS, false);
            var lengths = Map.of("exact", false, "worst", true);
            var message = new MessageSpec(name, bus, id, extended, fd, dlc, periodNs, fields.durationNs("offset", 0, true),
                    fields.durationNs("jitter", 0, true), data(fields), fields.durationNs("deadline", periodNs, false),
                    fields.choice("length", lengths, List.of("exact", "worst"), false));
            if (message.data() != null && message.data().size() > message.length()) {
                fields.problem(fields.place("data"), message.data().size() + " bytes", "at most " + message.length(),
                        "raise dlc or shorten data");
            }
            messages.add(message);
        }
        return List.copyOf(messages);
    }

    private static List<Integer> data(Fields fields) {
        String text = fields.text("data", "random");
        if (text.equals("random")) return null;
        String digits = text.replaceAll("[\\s._]", "");
        if (digits.startsWith("0x")) digits = digits.substring(2);
        if (!digits.matches("([0-9A-Fa-f]{2})*")) {
            fields.problem(fields.place("data"), text, "random or hexadecimal bytes", "write for example data: DE AD BE EF");
            return null;
        }
        var bytes = new ArrayList<Integer>();
        for (int i = 0; i < digits.length(); i += 2) bytes.add(Integer.parseInt(digits.substring(i, i + 2), 16));
        return List.copyOf(bytes);
    }
}
