package rtk.apps.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import rtk.board.sim.Ns;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.SchedPolicy;
import rtk.resmgr.launcher.BootScript;
import rtk.trace.analysis.Parsed;
import rtk.trace.analysis.PathSpec;
import rtk.trace.analysis.Requirement;
import rtk.trace.analysis.TracePoint;

/// Binds a tree to a [Scenario]: values, defaults, and what must fit together. Tasks and messages are in [LoadBinder].
final class Binder {
    static final long DEFAULT_DURATION_NS = Ns.s(10);
    static final int DEFAULT_PRIORITY = 10;

    private final SourceRoot root;
    private final List<Problem> problems;
    private final LinkedHashMap<String, SourceRoot.FileHash> files = new LinkedHashMap<>();
    private final ProgramBinder programs;

    Binder(SourceRoot root, List<Problem> problems) {
        this.root = root;
        this.problems = problems;
        programs = new ProgramBinder(root, problems, this::take);
    }

    /// @return of no worth if problems were found
    Scenario bind(Yaml tree, String file, String text, List<String> overrides) {
        var top = new Fields(tree, Section.SCENARIO, "a scenario", problems);
        String name = top.name("scenario", "unnamed");
        long seed = top.integer("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE, "write for example seed: 42");
        long durationNs = top.durationNs("duration", DEFAULT_DURATION_NS, true);
        List<BoardSpec> boards = new BoardBinder(root, problems, (fields, model) -> take(fields, "model", model), this::costs)
                .boards(top);
        var kernelFields = section(top, "kernel", Section.KERNEL, "kernel");
        var kernelBinder = new KernelBinder(problems);
        programs.classPath(top);
        Scenario.KernelSpec kernel = kernelBinder.kernel(kernelFields, boards);
        List<ProcessSpec> processes = processes(top, boards, kernelBinder);
        BootScript boot = new StartupBinder(root, problems, programs, this::take).boot(top, text);
        List<GuardSpec> guards = new GuardBinder(problems, boards, processes, boot).guards(top, boot == null && top.has("boot"));
        var load = new LoadBinder(problems);
        List<TaskSpec> tasks = load.tasks(top, fields -> kernelBinder.place(fields, boards.getFirst()));
        List<MutexSpec> mutexes = load.mutexes(top, tasks);
        List<MessageSpec> messages = load.messages(top, Scenario.buses(boards));
        List<StimulusSpec> stimuli = new StimulusBinder(problems, (fields, path) -> take(fields, "file", path)).stimuli(top,
                boards);
        List<FaultSpec> faults = new FaultBinder(problems, boards, messages).faults(top);
        List<PathSpec> paths = paths(top);
        List<Requirement> requirements = requirements(top, paths, tasks, messages, boards);
        var source = new Scenario.Source(file, text, List.copyOf(overrides), root, List.copyOf(files.values()),
                programs.own());
        return new Scenario(name, seed, durationNs, boards, kernel, processes, boot, guards, tasks, mutexes, messages, stimuli,
                faults,
                cables(top, boards), paths,
                requirements, source);
    }

    private Fields section(Fields top, String key, Section section, String what) {
        Yaml value = top.value(key);
        return new Fields(value == null ? new Yaml.Mapping(List.of(), top.place()) : value, section, what, problems);
    }

    private List<Scenario.Cable> cables(Fields top, List<BoardSpec> boards) {
        List<String> uarts = Scenario.uarts(boards);
        var cables = new ArrayList<Scenario.Cable>();
        var plugged = new TreeSet<String>();
        for (Yaml item : top.items("cables")) {
            var fields = new Fields(item, Section.CABLE, "a cable", problems);
            for (String end : List.of("from", "to")) {
                String uart = known(fields, end, uarts, "board.uart");
                if (plugged.add(String.valueOf(uart))) continue;
                fields.problem(fields.place(end), uart + " again", "each UART on one cable", "a cable has two ends: from and to");
            }
            cables.add(new Scenario.Cable(fields.text("from", ""), fields.text("to", "")));
        }
        return List.copyOf(cables);
    }

    private CostProfile costs(Fields board, String costs) {
        if (CostProfiles.shipped().contains(costs)) return CostProfiles.named(costs);
        if (!costs.contains("/") && !costs.endsWith(".yaml") && !costs.endsWith(".yml")) {
            board.problem(board.place("costs"), costs, "a cost profile", Spelling.hint(costs, CostProfiles.shipped())
                    + ", or the path of a file that ends in .yaml");
            return CostProfile.ZERO;
        }
        if (!take(board, "costs", costs)) return CostProfile.ZERO;
        try (InputStream in = root.open(costs)) {
            return CostProfiles.parse(costs, new String(in.readAllBytes(), StandardCharsets.UTF_8), problems);
        } catch (IOException e) {
            board.problem(board.place("costs"), costs + ", which cannot be read", "a cost profile", "");
            return CostProfile.ZERO;
        }
    }

    private List<ProcessSpec> processes(Fields top, List<BoardSpec> boards, KernelBinder kernel) {
        List<String> boardNames = boards.stream().map(BoardSpec::name).toList();
        var processes = new ArrayList<ProcessSpec>();
        var names = new TreeMap<String, TreeSet<String>>();
        for (Yaml item : top.items("processes")) {
            var fields = new Fields(item, Section.PROCESS, "a process", problems);
            String program = fields.text("program", fields.text("name", null));
            if (program == null) {
                fields.problem(fields.place(), "a process without program", "program: a class or a shipped program",
                        "shipped are " + String.join(", ", Programs.shipped()));
                continue;
            }
            programs.check(fields, program);
            String name = fields.name("name", ProgramBinder.shortName(program));
            String board = known(fields, "board", boardNames, "boards");
            unique(fields, names.computeIfAbsent(board, key -> new TreeSet<>()), name);
            int priority = (int) fields.integer("priority", DEFAULT_PRIORITY, 1, 255, "larger is more urgent");
            SchedPolicy policy = SchedBinder.policy(fields, SchedPolicy.RR);
            processes.add(new ProcessSpec(name, program, priority, policy, SchedBinder.sporadic(fields, policy, priority),
                    args(fields), board,
                    kernel.place(fields, boards.get(Math.max(0, boardNames.indexOf(board))))));
        }
        return List.copyOf(processes);
    }

    /// Arguments that name a file, or a folder with a `/` at its end, are files that the scenario leans on; a folder after `--save` is not.
    private List<String> args(Fields fields) {
        List<String> args = List.copyOf(fields.texts("args"));
        for (int at = 0; at < args.size(); at++) {
            String arg = args.get(at);
            if (!arg.startsWith("-") && root.holds(arg)) take(fields, "args", arg);
            else if (isFolder(arg) && !(at > 0 && args.get(at - 1).equals("--save"))) takeFolder(fields, arg);
        }
        return args;
    }

    /// Is `arg` the way to write a folder of the host, relative to the scenario?
    static boolean isFolder(String arg) { return arg.endsWith("/") && !arg.startsWith("/"); }

    private void takeFolder(Fields fields, String folder) {
        try {
            for (String name : root.files(folder)) take(fields, "args", folder + name);
        } catch (IOException | java.nio.file.InvalidPathException e) {
            fields.problem(fields.place("args"), folder + ", which cannot be read", "a folder",
                    "paths are relative to the scenario file");
        }
    }

    static void unique(Fields fields, Set<String> names, String name) {
        if (names.add(name)) return;
        fields.problem(fields.place("name"), name + " again", "each name once", "give it another name");
    }

    /// The value of `key` if it is one of `names`; else a problem.
    static String known(Fields fields, String key, List<String> names, String where) {
        String name = fields.text(key, names.isEmpty() ? null : names.getFirst());
        if (names.contains(name)) return name;
        String hint = names.isEmpty() ? where + " names none yet" : Spelling.hint(name, names);
        fields.problem(fields.place(key), name == null ? "nothing" : "unknown " + name, "a name from " + where, hint);
        return name;
    }

    /// Notes that the scenario leans on `file`.
    private boolean take(Fields fields, String key, String file) {
        if (files.containsKey(file)) return true;
        String found;
        try {
            files.put(file, root.hash(file));
            return true;
        } catch (NoSuchFileException e) {
            found = file + ", which does not exist";
        } catch (IOException | java.nio.file.InvalidPathException e) {
            found = file + ", which cannot be read";
        }
        fields.problem(fields.place(key), found, "a file", "paths are relative to the scenario file");
        return false;
    }

    private List<PathSpec> paths(Fields top) {
        var paths = new ArrayList<PathSpec>();
        var names = new TreeSet<String>();
        for (Yaml item : top.items("paths")) {
            var fields = new Fields(item, Section.PATH, "a path", problems);
            String name = fields.name("name", "path" + (paths.size() + 1));
            unique(fields, names, name);
            for (String key : List.of("from", "to")) {
                String point = fields.text(key, null);
                if (point != null) {
                    within(fields.value(key), TracePoint.parse(point));
                    continue;
                }
                fields.problem(fields.place(), "a path without " + key, key + ": a trace point",
                        "write for example from: irq can0, to: run dev-can");
            }
            paths.add(new PathSpec(name, fields.text("from", ""), fields.text("to", "")));
        }
        return List.copyOf(paths);
    }

    private List<Requirement> requirements(Fields top, List<PathSpec> paths, List<TaskSpec> tasks, List<MessageSpec> messages,
            List<BoardSpec> boards) {
        var requirements = new ArrayList<Requirement>();
        for (Yaml item : top.items("require")) {
            if (!(item instanceof Yaml.Scalar text)) {
                top.problem(item.place(), item.text(), "a requirement", "write for example can-rx max <= 50us");
                continue;
            }
            Requirement requirement = within(text, Requirement.parse(text.value()));
            if (requirement == null) continue;
            List<String> names = switch (requirement.subject()) {
                case PATH -> paths.stream().map(PathSpec::name).toList();
                case TASK -> tasks.stream().map(TaskSpec::name).toList();
                case MESSAGE -> messages.stream().map(MessageSpec::name).toList();
                case BUS -> Scenario.buses(boards).stream().map(BoardSpec.Can::name).toList();
            };
            if (names.contains(requirement.name())) {
                requirements.add(requirement);
            } else {
                String subject = requirement.subject().name().toLowerCase(Locale.ROOT);
                top.problem(item.place(), "unknown " + subject + " " + requirement.name(), "a " + subject + " of this scenario",
                        Spelling.hint(requirement.name(), names));
            }
        }
        return List.copyOf(requirements);
    }

    /// The value parsed from a scalar; a problem in it is put at its column in the file.
    ///
    /// @return null if there was a problem
    private <T> T within(Yaml node, Parsed<T> parsed) {
        if (parsed.isValid()) return parsed.value();
        var problem = parsed.problem();
        var place = node.place();
        boolean quoted = node instanceof Yaml.Scalar scalar && scalar.quoted();
        int column = place.line() == 0 ? 0 : place.column() + problem.column() - (quoted ? 0 : 1);
        problems.add(new Problem(place.file(), place.line(), column, problem.found().isEmpty() ? "the end" : problem.found(),
                problem.expected(), problem.hint()));
        return null;
    }
}
