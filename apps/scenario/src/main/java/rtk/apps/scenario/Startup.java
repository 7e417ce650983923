package rtk.apps.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import rtk.kernel.Kernel;
import rtk.kernel.api.Program;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.resmgr.PathManager;
import rtk.resmgr.ham.HamManager;
import rtk.resmgr.launcher.CommandLine;
import rtk.resmgr.launcher.Launcher;
import rtk.resmgr.launcher.Words;

/// Starts the processes of a scenario, on each board: the path manager; the high availability manager where `ha` wants one and no
/// process is it; the processes in their order; on the first board the launcher with the boot script.
final class Startup {
    /// Of a high availability manager that nobody gave one: the highest that needs no privilege, so that it comes before what it watches.
    static final int HAM_PRIORITY = 63;
    private static final String HAM = "ham";

    private final Scenario scenario;
    private final List<Kernel> kernels;

    /// @param kernels by number of the board
    Startup(Scenario scenario, List<Kernel> kernels) {
        this.scenario = scenario;
        this.kernels = kernels;
    }

    void spawn() {
        boolean hasProcesses = !scenario.processes().isEmpty() || scenario.boot() != null;
        for (int number = 0; hasProcesses && number < kernels.size(); number++) {
            start(number, "path-manager", new PathManager(), TaskProcess.PRIORITY, SchedPolicy.FIFO);
            if (needsManager(board(number)))
                start(number, HAM, new HamManager(requests(board(number))), HAM_PRIORITY, SchedPolicy.RR);
        }
        for (ProcessSpec process : scenario.processes()) {
            ThreadAttr attr = process.place().of(new ThreadAttr(null, process.priority(), process.policy()), process.sporadic());
            kernels.get(numberOf(process.board())).spawn(process.name(), program(process), arguments(process), attr);
        }
        if (scenario.boot() == null) return;
        start(0, "launcher", new Launcher(scenario.boot()), Binder.DEFAULT_PRIORITY, SchedPolicy.RR);
    }

    private void start(int board, String name, Program program, int priority, SchedPolicy policy) {
        kernels.get(board).spawn(name, program, List.of(), new ThreadAttr(null, priority, policy));
    }

    private String board(int number) { return scenario.boards().get(number).name(); }

    private int numberOf(String board) {
        for (int number = 0; number < kernels.size(); number++) {
            if (board(number).equals(board)) return number;
        }
        throw new IllegalStateException(board);
    }

    private Program program(ProcessSpec process) {
        if (isManager(process)) return new HamManager(requests(process.board()));
        return scenario.source().programs().create(process.program());
    }

    private static boolean isManager(ProcessSpec process) {
        return process.program().equals(HAM) || process.program().equals(HamManager.class.getName());
    }

    private boolean needsManager(String board) {
        return scenario.guards().stream().anyMatch(guard -> guard.board().equals(board))
                && scenario.processes().stream().noneMatch(process -> process.board().equals(board) && isManager(process));
    }

    private List<String> arguments(ProcessSpec process) {
        var source = scenario.source();
        return process.args().stream()
                .map(arg -> Binder.isFolder(arg) || source.files().stream().anyMatch(file -> file.path().equals(arg))
                        ? source.root().path(arg)
                        : arg)
                .toList();
    }

    // What the manager is told.

    /// `ha` as requests, see [rtk.resmgr.ham]; all is rearmed.
    private List<String> requests(String board) {
        var requests = new ArrayList<String>();
        var watched = new TreeSet<String>();
        int conditions = 0;
        for (GuardSpec guard : scenario.guards()) {
            if (!guard.board().equals(board)) continue;
            String entity = Words.quoted(guard.process());
            if (watched.add(guard.process())) requests.add("watch " + entity);
            String condition = "c" + ++conditions;
            requests.add("condition " + entity + " " + condition + " rearm " + guard.when());
            int actions = 0;
            for (GuardSpec.Act act : guard.acts()) {
                String action = "a" + ++actions;
                String path = guard.process() + "/" + condition;
                requests.add("action " + Words.quoted(path) + " " + action + " rearm "
                        + (act.action() == null ? "restart " + command(guard) : act.action().toString()));
                for (var fail : act.onFail())
                    requests.add("fail " + Words.quoted(path + "/" + action) + " f" + requests.size() + " " + fail);
            }
        }
        return requests;
    }

    /// How the process was started first.
    private String command(GuardSpec guard) {
        for (ProcessSpec process : scenario.processes()) {
            if (process.board().equals(guard.board()) && process.name().equals(guard.process())) return command(process);
        }
        return scenario.boot().command(guard.process()).toString();
    }

    private String command(ProcessSpec process) {
        var line = new StringBuilder("[pri=" + process.priority() + (process.policy() == SchedPolicy.FIFO ? "f" : "r"));
        if (process.place().runMask() != 0) line.append(" runmask=0x").append(Integer.toHexString(process.place().runMask()));
        if (process.place().partition() != ThreadAttr.INHERIT) line.append(" sched_aps=").append(partition(process));
        line.append(" argv0=").append(process.name()).append("] ").append(Words.quoted(process.program()));
        for (String arg : arguments(process)) line.append(' ').append(Words.quoted(arg));
        return CommandLine.parse(line.toString()).toString();
    }

    private String partition(ProcessSpec process) {
        int number = process.place().partition();
        return number == 0 ? "System" : scenario.kernel().partitions().budgets().get(number - 1).name();
    }
}
