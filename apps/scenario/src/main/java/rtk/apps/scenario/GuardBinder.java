package rtk.apps.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import rtk.resmgr.ham.Action;
import rtk.resmgr.ham.ConditionType;
import rtk.resmgr.ham.When;
import rtk.resmgr.launcher.BootScript;
import rtk.resmgr.launcher.SyntaxException;
import rtk.resmgr.launcher.Words;

/// Binds the list `ha`: what is done when something happens to a process.
final class GuardBinder {
    private static final String RESTART = "restart";

    private final List<Problem> problems;
    private final List<BoardSpec> boards;
    private final List<ProcessSpec> processes;
    private final BootScript boot;
    /// Processes with a restart, as `board/process`.
    private final TreeSet<String> restarted = new TreeSet<>();

    /// @param boot null for none
    GuardBinder(List<Problem> problems, List<BoardSpec> boards, List<ProcessSpec> processes, BootScript boot) {
        this.problems = problems;
        this.boards = boards;
        this.processes = processes;
        this.boot = boot;
    }

    /// @param isBootBroken the processes of the boot script are not known
    List<GuardSpec> guards(Fields top, boolean isBootBroken) {
        var guards = new ArrayList<GuardSpec>();
        for (Yaml item : top.items("ha")) {
            var fields = new Fields(item, Section.HA, "an item of ha", problems);
            String board = Binder.known(fields, "board", boards.stream().map(BoardSpec::name).toList(), "boards");
            String process = fields.text("watch", "");
            if (process.isEmpty()) {
                fields.problem(fields.place(), "an item without watch", "watch: a process", "write for example watch: dev-can");
            } else if (!isBootBroken) {
                Binder.known(fields, "watch", names(board), "processes or boot");
            }
            if (!fields.has("do")) fields.problem(fields.place(), "an item without do", "do: [ restart ]", "");
            When when = parsed(fields.value("on"), When::parse, When.of(ConditionType.DEATH));
            var acts = new ArrayList<GuardSpec.Act>();
            for (Yaml act : fields.items("do")) acts.add(act(act, when, board + "/" + process, fields));
            guards.add(new GuardSpec(process, board, when, acts));
        }
        return List.copyOf(guards);
    }

    private List<String> names(String board) {
        var names = new ArrayList<String>();
        for (ProcessSpec process : processes) {
            if (process.board().equals(board)) names.add(process.name());
        }
        if (boot != null && boards.getFirst().name().equals(board)) names.addAll(boot.processNames());
        return names;
    }

    /// An action as text, or with what is done if it fails.
    private GuardSpec.Act act(Yaml item, When when, String process, Fields guard) {
        var onFail = new ArrayList<Action>();
        Yaml what = item;
        if (item instanceof Yaml.Mapping) {
            var fields = new Fields(item, Section.HA_ACTION, "an action with else", problems);
            what = fields.value("do");
            if (what == null) fields.problem(fields.place(), "an action without do", "do: an action", "");
            for (Yaml fail : fields.items("else")) onFail.add(failAction(fail));
        }
        boolean again = what instanceof Yaml.Scalar scalar && scalar.value().strip().equals(RESTART);
        Action action = again || what == null ? null : parsed(what, Action::parse, new Action.HeartbeatHealthy());
        var act = new GuardSpec.Act(action, onFail);
        if (what != null && act.isRestart()) checkRestart(what, when, process, guard);
        return act;
    }

    private Action failAction(Yaml item) {
        Action action = parsed(item, Action::parse, new Action.HeartbeatHealthy());
        if (action instanceof Action.Restart)
            problem(item, "restart after a failure", "another action", "execute starts a program too");
        return action;
    }

    private void checkRestart(Yaml item, When when, String process, Fields guard) {
        if (when.type() != ConditionType.DEATH && when.type() != ConditionType.ABNORMALDEATH) {
            problem(item, "restart on " + when, "on: death or abnormal-death", "kill it first: notify-signal NAME SIGKILL");
        } else if (!restarted.add(process)) {
            problem(item, "another restart of " + process.substring(process.indexOf('/') + 1), "one for each process", "");
        }
        for (ProcessSpec spec : processes) {
            boolean isIt = process.equals(spec.board() + "/" + spec.name()) && spec.sporadic() != null
                    && item.text().equals(RESTART);
            if (isIt)
                guard.problem(item.place(), "restart of a sporadic process", "restart with a command",
                        "its budget cannot be given again");
        }
    }

    /// What a text says; a problem in it is put at its column in the file.
    private <T> T parsed(Yaml item, Function<Words, T> parser, T otherwise) {
        if (item == null) return otherwise;
        if (!(item instanceof Yaml.Scalar scalar)) {
            problem(item, item.text(), "text", "put it in quotes");
            return otherwise;
        }
        try {
            var words = new Words(scalar.value());
            T value = parser.apply(words);
            words.end();
            return value;
        } catch (SyntaxException e) {
            var place = scalar.place();
            int column = place.line() == 0 ? 0 : place.column() + e.column() - (scalar.quoted() ? 0 : 1);
            problems.add(new Problem(place.file(), place.line(), column, e.found(), e.expected(), e.hint()));
            return otherwise;
        }
    }

    private void problem(Yaml item, String found, String expected, String hint) {
        var place = item.place();
        problems.add(new Problem(place.file(), place.line(), place.column(), found, expected, hint));
    }
}
