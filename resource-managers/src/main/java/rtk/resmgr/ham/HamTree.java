package rtk.resmgr.ham;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import rtk.resmgr.launcher.Words;

/// All that the manager knows: entities, their conditions, the actions of these, and what is being done; and its text, by which
/// the guardian takes it over (H6).
///
/// ```
/// entity NAME PID self|other placeholder|- PROCESS|- STATE RESTARTS SINCE
/// heartbeat SLOT INTERVAL LOW HIGH MISSED LOWTOLD HIGHTOLD SEEN NEXT       of the entity above, where it has any
/// condition NAME rearm|once WHEN                                           of the entity above
/// action NAME rearm|once ACTION                                            of the condition above
/// fail NAME ACTION                                                         of the action above
/// run CONDITION UNTIL MARK                                                 of the entity above; its actions follow
/// ```
final class HamTree {
    /// So many entities there may be.
    static final int ENTITIES_MAX = 128;

    final List<Entity> entities = new ArrayList<>();
    /// The process that takes over; [Entity#NOBODY] if there is none yet.
    int guardian = Entity.NOBODY;

    /// @return null if there is none of that name
    Entity entity(String name) {
        for (Entity entity : entities) {
            if (entity.name.equals(name)) return entity;
        }
        return null;
    }

    // Writing.

    String text() {
        var text = new StringBuilder();
        for (Entity entity : entities) text.append(text(entity));
        return text.toString();
    }

    static String text(Entity entity) {
        var text = new StringBuilder();
        line(text, "entity", Words.quoted(entity.name), entity.pid, entity.isSelf ? "self" : "other",
                entity.isPlaceholder ? "placeholder" : "-", entity.process == null ? "-" : Words.quoted(entity.process),
                entity.state, entity.restarts,
                entity.restartsSinceNs);
        var beat = entity.heartbeat;
        if (beat.slot != Heartbeat.NO_SLOT) {
            line(text, "heartbeat", beat.slot, beat.intervalNs, beat.low, beat.high, beat.missed, beat.lowTold, beat.highTold,
                    beat.seen,
                    beat.nextLookNs);
        }
        for (Condition condition : entity.conditions) {
            line(text, "condition", Words.quoted(condition.name), rearm(condition.rearm), condition.when);
            for (Step step : condition.steps) text(text, step);
        }
        for (Run run : entity.runs) {
            line(text, "run", Words.quoted(run.condition), run.untilNs, run.mark);
            for (Step step : run.steps) text(text, step);
        }
        return text.toString();
    }

    private static void text(StringBuilder text, Step step) {
        line(text, "action", Words.quoted(step.name()), rearm(step.rearm()), step.action());
        for (Step fail : step.onFail()) line(text, "fail", Words.quoted(fail.name()), fail.action());
    }

    private static String rearm(boolean rearm) { return rearm ? "rearm" : "once"; }

    private static void line(StringBuilder text, Object... words) {
        for (int n = 0; n < words.length; n++) text.append(n == 0 ? "" : " ").append(words[n]);
        text.append('\n');
    }

    // Reading.

    /// The tree that wrote `text`.
    static HamTree of(String text) {
        var reader = new Reader();
        for (String line : text.split("\n")) {
            if (!line.isEmpty()) reader.line(new Words(line));
        }
        return reader.tree;
    }

    private static final class Reader {
        private final HamTree tree = new HamTree();
        private Entity entity;
        private Condition condition;
        private Run run;

        void line(Words words) {
            switch (word(words)) {
                case "entity" -> entity(words);
                case "heartbeat" -> heartbeat(words, entity.heartbeat);
                case "condition" -> {
                    String name = word(words);
                    boolean rearm = rearm(words);
                    condition = new Condition(name, When.parse(words), rearm);
                    entity.conditions.add(condition);
                }
                case "run" -> {
                    run = new Run(word(words), new ArrayDeque<>());
                    run.untilNs = number(words);
                    run.mark = (int) number(words);
                    entity.runs.add(run);
                }
                case "action" -> {
                    String name = word(words);
                    boolean rearm = rearm(words);
                    add(new Step(name, rearm, Action.parse(words)));
                }
                default -> {
                    String name = word(words);
                    add(takeLast().withFail(new Step(name, true, Action.parse(words))));
                }
            }
        }

        private void entity(Words words) {
            entity = new Entity(word(words));
            entity.pid = (int) number(words);
            entity.isSelf = word(words).equals("self");
            entity.isPlaceholder = word(words).equals("placeholder");
            String process = word(words);
            entity.process = process.equals("-") ? null : process;
            entity.state = (int) number(words);
            entity.restarts = (int) number(words);
            entity.restartsSinceNs = number(words);
            tree.entities.add(entity);
            run = null;
        }

        private static void heartbeat(Words words, Heartbeat beat) {
            beat.slot = (int) number(words);
            beat.intervalNs = number(words);
            beat.low = (int) number(words);
            beat.high = (int) number(words);
            beat.missed = (int) number(words);
            beat.lowTold = Boolean.parseBoolean(word(words));
            beat.highTold = Boolean.parseBoolean(word(words));
            beat.seen = number(words);
            beat.nextLookNs = number(words);
        }

        private void add(Step step) {
            if (run != null) run.steps.addLast(step);
            else condition.steps.addLast(step);
        }

        private Step takeLast() { return run != null ? run.steps.removeLast() : condition.steps.removeLast(); }

        private static String word(Words words) { return words.next("a word").text(); }

        private static long number(Words words) { return Long.parseLong(word(words)); }

        private static boolean rearm(Words words) { return word(words).equals("rearm"); }
    }
}
