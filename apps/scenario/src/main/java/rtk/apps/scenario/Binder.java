package rtk.apps.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import rtk.board.sim.Ns;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.SchedPolicy;
import rtk.trace.analysis.Parsed;
import rtk.trace.analysis.PathSpec;
import rtk.trace.analysis.Requirement;
import rtk.trace.analysis.TracePoint;

/// Binds a tree to a [Scenario]: values, defaults, and what must fit together. Tasks and messages are in [LoadBinder].
final class Binder {
    static final long DEFAULT_DURATION_NS = Ns.s(10);
    static final int DEFAULT_PRIORITY = 10;
    private static final Map<String, SchedPolicy> POLICIES = Map.of("fifo", SchedPolicy.FIFO, "rr", SchedPolicy.RR);

    private final SourceRoot root;
    private final List<Problem> problems;
    private final LinkedHashMap<String, SourceRoot.FileHash> files = new LinkedHashMap<>();

    Binder(SourceRoot root, List<Problem> problems) {
        this.root = root;
        this.problems = problems;
    }

    /// @return of no worth if problems were found
    Scenario bind(Yaml tree, String file, String text, List<String> overrides) {
        var top = new Fields(tree, Section.SCENARIO, "a scenario", problems);
        String name = top.name("scenario", "unnamed");
        long seed = top.integer("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE, "write for example seed: 42");
        long durationNs = top.durationNs("duration", DEFAULT_DURATION_NS, true);
        var boardFields = section(top, "board", Section.BOARD, "board");
        BoardSpec board = board(boardFields);
        CostProfile costs = costs(boardFields, board.costs());
        var kernelFields = section(top, "kernel", Section.KERNEL, "kernel");
        var kernel = new Scenario.KernelSpec(kernelFields.durationNs("tick", Ns.ms(1), false),
                kernelFields.choice("timers", Map.of("high-resolution", true, "tick", false), List.of("high-resolution", "tick"),
                        true));
        List<ProcessSpec> processes = processes(top);
        var load = new LoadBinder(problems);
        List<TaskSpec> tasks = load.tasks(top);
        List<MutexSpec> mutexes = load.mutexes(top, tasks);
        List<MessageSpec> messages = load.messages(top, board.can());
        List<StimulusSpec> stimuli = stimuli(top, board);
        for (Yaml fault : top.items("faults")) {
            top.problem(fault.place(), "a fault", "no faults", "this version schedules none; leave the list empty");
        }
        List<PathSpec> paths = paths(top);
        List<Requirement> requirements = requirements(top, paths, tasks, messages, board);
        var source = new Scenario.Source(file, text, List.copyOf(overrides), root, List.copyOf(files.values()));
        return new Scenario(name, seed, durationNs, board, costs, kernel, processes, tasks, mutexes, messages, stimuli, paths,
                requirements, source);
    }

    private Fields section(Fields top, String key, Section section, String what) {
        Yaml value = top.value(key);
        return new Fields(value == null ? new Yaml.Mapping(List.of(), top.place()) : value, section, what, problems);
    }

    private BoardSpec board(Fields fields) {
        int cpus = (int) fields.integer("cpus", 1, 1, 32, "a board has 1 to 32 cores");
        var can = new ArrayList<BoardSpec.Can>();
        for (var entry : fields.named("can")) {
            var bus = new Fields(entry.value(), Section.CAN, "CAN bus " + entry.key().value(), problems);
            long bitrateHz = bus.rateHz("bitrate", 500_000, 1_000, 1_000_000);
            long dataBitrateHz = bus.rateHz("data-bitrate", 0, 1_000, 20_000_000);
            if (dataBitrateHz != 0 && dataBitrateHz < bitrateHz) {
                bus.problem(bus.place("data-bitrate"), dataBitrateHz + "Hz", "at least the bitrate, " + bitrateHz + "Hz",
                        "the data phase of CAN FD is never slower");
            }
            can.add(new BoardSpec.Can(entry.key().value(), bitrateHz, dataBitrateHz));
        }
        var uart = new ArrayList<BoardSpec.Uart>();
        for (var entry : fields.named("uart")) {
            var line = new Fields(entry.value(), Section.UART, "UART " + entry.key().value(), problems);
            for (BoardSpec.Can bus : can) {
                if (!bus.name().equals(entry.key().value())) continue;
                line.problem(entry.key().place(), entry.key().value() + " again", "another name than the CAN bus",
                        "ser1 is usual");
            }
            uart.add(new BoardSpec.Uart(entry.key().value(),
                    line.integer("baud", 115_200, 50, 10_000_000, "baud is a bare number: 115200"),
                    (int) line.integer("fifo", 16, 1, 4096, "a 16550 has 16 characters")));
        }
        return new BoardSpec(cpus, fields.text("costs", "zero"), List.copyOf(can), List.copyOf(uart));
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

    private List<ProcessSpec> processes(Fields top) {
        var processes = new ArrayList<ProcessSpec>();
        var names = new TreeSet<String>();
        for (Yaml item : top.items("processes")) {
            var fields = new Fields(item, Section.PROCESS, "a process", problems);
            String program = fields.text("program", fields.text("name", null));
            if (program == null) {
                fields.problem(fields.place(), "a process without program", "program: a class or a shipped program",
                        "shipped are " + String.join(", ", Programs.shipped()));
                continue;
            }
            String fault = Programs.fault(program);
            if (fault != null) {
                Yaml.Place place = fields.place(fields.has("program") ? "program" : "name");
                fields.problem(place, fault, "a class that implements rtk.kernel.api.Program",
                        Spelling.hint(program, Programs.shipped()).replace("there is", "is it on the class path? shipped are"));
            }
            String name = fields.name("name", program.substring(program.lastIndexOf('.') + 1));
            unique(fields, names, name);
            processes.add(new ProcessSpec(name, program,
                    (int) fields.integer("priority", DEFAULT_PRIORITY, 1, 255, "larger is more urgent"),
                    fields.choice("policy", POLICIES, List.of("fifo", "rr"), SchedPolicy.RR), args(fields)));
        }
        return List.copyOf(processes);
    }

    /// Arguments that name a file are files that the scenario leans on.
    private List<String> args(Fields fields) {
        List<String> args = List.copyOf(fields.texts("args"));
        for (String arg : args) {
            if (!arg.startsWith("-") && root.holds(arg)) take(fields, "args", arg);
        }
        return args;
    }

    static void unique(Fields fields, Set<String> names, String name) {
        if (names.add(name)) return;
        fields.problem(fields.place("name"), name + " again", "each name once", "give it another name");
    }

    private List<StimulusSpec> stimuli(Fields top, BoardSpec board) {
        List<String> buses = board.can().stream().map(BoardSpec.Can::name).toList();
        List<String> uarts = board.uart().stream().map(BoardSpec.Uart::name).toList();
        var stimuli = new ArrayList<StimulusSpec>();
        for (Yaml item : top.items("stimuli")) {
            var fields = new Fields(item, Section.STIMULUS, "a stimulus", problems);
            List<String> kinds = List.of("can-replay", "uart-feed", "drive-cycle").stream().filter(fields::has).toList();
            if (kinds.size() != 1) {
                String found = kinds.isEmpty() ? "none of can-replay, uart-feed, drive-cycle" : String.join(" and ", kinds);
                fields.problem(fields.place(), found, "one of them", "write - { can-replay: can0, file: drive.log }");
                continue;
            }
            String kind = kinds.getFirst();
            String target = known(fields, kind, kind.equals("uart-feed") ? uarts : buses,
                    kind.equals("uart-feed") ? "board.uart" : "board.can");
            boolean drive = kind.equals("drive-cycle");
            only(fields, kind, "file", !drive);
            only(fields, kind, "uart", drive);
            only(fields, kind, "interface", kind.equals("can-replay"));
            String file = fields.text("file", null);
            if (!drive && file == null) {
                fields.problem(fields.place(), kind + " without file", "file: a path relative to the scenario", "");
                continue;
            }
            if (file != null) take(fields, "file", file);
            stimuli.add(switch (kind) {
                case "can-replay" -> new StimulusSpec.CanReplay(target, file, fields.text("interface", null));
                case "uart-feed" -> new StimulusSpec.UartFeed(target, file);
                default -> new StimulusSpec.Drive(target, fields.has("uart") ? known(fields, "uart", uarts, "board.uart") : null);
            });
        }
        return List.copyOf(stimuli);
    }

    private static void only(Fields fields, String kind, String key, boolean allowed) {
        if (allowed || !fields.has(key)) return;
        fields.problem(fields.place(key), key + " with " + kind, "no " + key, "take it out");
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
            BoardSpec board) {
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
                case BUS -> board.can().stream().map(BoardSpec.Can::name).toList();
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
