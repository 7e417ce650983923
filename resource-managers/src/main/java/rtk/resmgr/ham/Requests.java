package rtk.resmgr.ham;

import java.util.List;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.resmgr.launcher.SyntaxException;
import rtk.resmgr.launcher.Words;

/// Carries out what clients ask for. The requests are told at [rtk.resmgr.ham].
///
/// A request that begins with `again` is one whose answer was lost with a manager that died: what it asks for may be there already,
/// which is no error then.
final class Requests {
    private static final String AGAIN = "again";
    private static final int NAME_MAX = 64;
    private static final List<String> WORDS = List.of("entity", "watch", "attach", "attach-self", "detach", "condition", "action",
            "fail",
            "remove", "state", "raise");

    private final KernelCalls k;
    private final HamTree tree;
    private final HamMemory memory;
    private final Recovery recovery;
    private boolean isRepeated;

    Requests(KernelCalls k, HamTree tree, HamMemory memory, Recovery recovery) {
        this.k = k;
        this.tree = tree;
        this.memory = memory;
        this.recovery = recovery;
    }

    /// @param pid of who asks
    /// @return the slot for heartbeats of `attach-self`, else 0
    /// @throws SyntaxException the request is not as it should be
    /// @throws ErrnoException EEXIST, ENOENT, ESRCH no such process, ENOSPC there are too many, EINVAL a restart that is not allowed
    int apply(String request, int pid) {
        for (int at = 0; at < request.length(); at++) {
            if (request.charAt(at) < ' ') throw new SyntaxException(at + 1, "a control character", "text in one line", "");
        }
        var words = new Words(request);
        isRepeated = words.hasNext() && words.peek().text().equals(AGAIN);
        if (isRepeated) words.next("");
        var word = words.next("a request");
        int slot = 0;
        switch (word.text()) {
            case "entity" -> placeholder(name(words));
            case "watch" -> watch(words.next("the name of a process").text());
            case "attach" -> attach(name(words), words.next("a pid").number(1, Integer.MAX_VALUE));
            case "attach-self" -> slot = attachSelf(words, pid);
            case "detach" -> detach(name(words));
            case "condition" -> condition(words);
            case "action" -> action(words);
            case "fail" -> fail(words);
            case "remove" -> remove(words);
            case "state" -> {
                Entity entity = known(name(words));
                int state = words.next("a state").number(0, Integer.MAX_VALUE);
                int from = entity.state;
                entity.state = state;
                recovery.happened(entity, List.of(ConditionType.STATE), List.of(from, state));
            }
            case "raise" -> {
                Entity entity = known(name(words));
                recovery.happened(entity, List.of(ConditionType.RAISE),
                        List.of(value(words, "a type"), value(words, "a class"), value(words, "a severity")));
            }
            default -> throw word.wrong("a request", Words.hint(word.text(), WORDS));
        }
        words.end();
        return slot;
    }

    // Entities.

    private void placeholder(String name) {
        Entity entity = tree.entity(name);
        if (entity != null) {
            exists();
            return;
        }
        newEntity(name).isPlaceholder = true;
    }

    private void watch(String process) {
        Entity entity = tree.entity(process);
        if (entity != null && entity.process != null) {
            exists();
            return;
        }
        if (entity == null) entity = newEntity(checked(process, 1));
        entity.isPlaceholder = true;
        entity.process = process;
        recovery.findProcess(entity);
    }

    private void attach(String name, int pid) {
        if (!recovery.isAlive(pid)) throw new ErrnoException(Errno.ESRCH, name);
        Entity entity = tree.entity(name);
        if (entity == null) entity = newEntity(name);
        else if (entity.pid != Entity.NOBODY) {
            if (entity.pid != pid) throw new ErrnoException(Errno.EEXIST, name);
            exists();
            return;
        }
        recovery.attached(entity, pid);
    }

    private int attachSelf(Words words, int pid) {
        String name = name(words);
        long intervalNs = words.next("an interval").durationNs();
        int low = words.next("a number of missed heartbeats").number(0, Integer.MAX_VALUE);
        int high = words.next("a number of missed heartbeats").number(low, Integer.MAX_VALUE);
        if (intervalNs != 0 && (intervalNs < HamManager.INTERVAL_MIN_NS || low == 0))
            throw new ErrnoException(Errno.EINVAL, name);
        Entity entity = tree.entity(name);
        if (entity == null) entity = newEntity(name);
        else if (entity.pid != Entity.NOBODY && entity.pid != pid) throw new ErrnoException(Errno.EEXIST, name);
        boolean joins = entity.pid == Entity.NOBODY;
        var beat = entity.heartbeat;
        if (beat.slot == Heartbeat.NO_SLOT && intervalNs != 0) beat.slot = freeSlot();
        entity.isSelf = true;
        beat.intervalNs = intervalNs;
        beat.low = low;
        beat.high = high;
        if (joins) recovery.attached(entity, pid);
        beat.begin(intervalNs == 0 ? 0 : memory.beats(beat.slot), k.nowNs());
        return Math.max(0, beat.slot);
    }

    private int freeSlot() {
        for (int slot = 0; slot < HamMemory.SLOTS; slot++) {
            int wanted = slot;
            if (tree.entities.stream().noneMatch(entity -> entity.heartbeat.slot == wanted)) return slot;
        }
        throw new ErrnoException(Errno.ENOSPC, "heartbeats");
    }

    private void detach(String name) {
        Entity entity = tree.entity(name);
        if (entity == null || entity.pid == Entity.NOBODY) {
            if (isRepeated) return;
            throw new ErrnoException(Errno.ENOENT, name);
        }
        recovery.left(entity);
        recovery.happened(entity, List.of(ConditionType.DETACH), List.of());
    }

    private Entity newEntity(String name) {
        if (tree.entities.size() >= HamTree.ENTITIES_MAX) throw new ErrnoException(Errno.ENOSPC, name);
        var entity = new Entity(name);
        tree.entities.add(entity);
        return entity;
    }

    // Conditions and actions.

    private void condition(Words words) {
        Entity entity = known(name(words));
        String name = name(words);
        Boolean wish = rearm(words);
        var when = When.parse(words);
        if (entity.condition(name) != null) {
            exists();
            return;
        }
        if (entity.conditions.size() >= Entity.CONDITIONS_MAX) throw new ErrnoException(Errno.ENOSPC, name);
        entity.conditions.add(new Condition(name, when, wish != null ? wish : !when.type().isDeath()));
    }

    private void action(Words words) {
        String[] path = path(words, 2);
        Entity entity = known(path[0]);
        Condition condition = condition(entity, path[1]);
        String name = name(words);
        Boolean wish = rearm(words);
        var action = Action.parse(words);
        if (condition.find(name) >= 0) {
            exists();
            return;
        }
        if (action instanceof Action.Restart) mayRestart(entity, condition);
        if (condition.steps.size() >= Condition.STEPS_MAX) throw new ErrnoException(Errno.ENOSPC, name);
        condition.steps.add(new Step(name, wish != null ? wish : !condition.when.type().isDeath(), action));
    }

    /// Only at a death, and only one over all deaths of an entity.
    private static void mayRestart(Entity entity, Condition condition) {
        if (!condition.when.type().isDeath()) throw new ErrnoException(Errno.EINVAL, "restart at " + condition.when);
        if (entity.conditions.stream().anyMatch(Condition::hasRestart)) throw new ErrnoException(Errno.EEXIST, "restart");
    }

    private void fail(Words words) {
        String[] path = path(words, 3);
        Condition condition = condition(known(path[0]), path[1]);
        int at = step(condition, path[2]);
        String name = name(words);
        var action = Action.parse(words);
        if (!action.canFollowFailure()) throw new ErrnoException(Errno.EINVAL, action.toString());
        Step step = condition.steps.get(at);
        if (step.onFail().stream().anyMatch(fail -> fail.name().equals(name))) {
            exists();
            return;
        }
        if (step.onFail().size() >= Step.FAIL_MAX) throw new ErrnoException(Errno.ENOSPC, name);
        condition.steps.set(at, step.withFail(new Step(name, true, action)));
    }

    private void remove(Words words) {
        var word = words.next("ENTITY, ENTITY/CONDITION …");
        String[] path = word.text().split("/", -1);
        if (path.length > 4) throw word.wrong("ENTITY/CONDITION/ACTION/FAIL at most", "");
        try {
            remove(path);
        } catch (ErrnoException e) {
            if (!isRepeated || e.errno() != Errno.ENOENT) throw e;
        }
    }

    private void remove(String[] path) {
        Entity entity = known(path[0]);
        if (path.length == 1) {
            tree.entities.remove(entity);
            return;
        }
        Condition condition = condition(entity, path[1]);
        if (path.length == 2) {
            entity.conditions.remove(condition);
            return;
        }
        int at = step(condition, path[2]);
        if (path.length == 3) condition.steps.remove(at);
        else condition.steps.set(at, condition.steps.get(at).withoutFail(path[3]));
    }

    // Words.

    private void exists() {
        if (!isRepeated) throw new ErrnoException(Errno.EEXIST, "it");
    }

    private Entity known(String name) {
        Entity entity = tree.entity(name);
        if (entity == null) throw new ErrnoException(Errno.ENOENT, name);
        return entity;
    }

    private static Condition condition(Entity entity, String name) {
        Condition condition = entity.condition(name);
        if (condition == null) throw new ErrnoException(Errno.ENOENT, name);
        return condition;
    }

    private static int step(Condition condition, String name) {
        int at = condition.find(name);
        if (at < 0) throw new ErrnoException(Errno.ENOENT, name);
        return at;
    }

    private static String name(Words words) {
        var word = words.next("a name");
        return checked(word.text(), word.column());
    }

    private static String checked(String name, int column) {
        if (name.isEmpty() || name.length() > NAME_MAX || name.contains("/") || name.equals(".") || name.equals("..")) {
            throw new SyntaxException(column, name, "a name of 1 to " + NAME_MAX + " characters without /", "");
        }
        return name;
    }

    private static String[] path(Words words, int parts) {
        var word = words.next("a path of names");
        String[] path = word.text().split("/", -1);
        if (path.length != parts) throw word.wrong(parts + " names with / between them", "");
        return path;
    }

    /// @return null if the request leaves it open
    private static Boolean rearm(Words words) {
        if (!words.hasNext() || !List.of("rearm", "once").contains(words.peek().text())) return null;
        return words.next("").text().equals("rearm");
    }

    private static int value(Words words, String what) { return words.next(what).number(0, Integer.MAX_VALUE); }
}
