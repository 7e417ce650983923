package rtk.apps.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import rtk.board.Board;
import rtk.kernel.api.CostProfile;

/// Binds the boards of a scenario: the section `board`, or each of `boards`; a board's `model` is its section with parts, addresses and
/// lines filled in, which the scenario's own keys then change.
final class BoardBinder {
    /// Models that come with the program.
    private static final List<String> MODELS = List.of("zynq-like", "imx6-like", "rpi4-like");
    private static final String MODEL_FOLDER = "rtk/board/models/";
    private static final Map<String, BoardSpec.Kind> KINDS = Map.of("timer", BoardSpec.Kind.TIMER, "watchdog",
            BoardSpec.Kind.WATCHDOG, "rtc", BoardSpec.Kind.RTC, "gpio", BoardSpec.Kind.GPIO, "sound", BoardSpec.Kind.SOUND,
            "display", BoardSpec.Kind.DISPLAY, "camera", BoardSpec.Kind.CAMERA);
    private static final List<String> KIND_NAMES = List.of("timer", "watchdog", "rtc", "gpio", "sound", "display", "camera");
    private static final long ADDRESS_MAX = 0xff_ffff_ffffL;
    private static final int IRQ_MAX = 223;

    private final SourceRoot root;
    private final List<Problem> problems;
    /// Notes that the scenario leans on a file; false if it is not there.
    private final BiPredicate<Fields, String> takeModel;
    private final BiFunction<Fields, String, CostProfile> costs;
    /// Rates of each bus, by the first board that names it.
    private final TreeMap<String, BoardSpec.Can> buses = new TreeMap<>();

    BoardBinder(SourceRoot root, List<Problem> problems, BiPredicate<Fields, String> takeModel,
            BiFunction<Fields, String, CostProfile> costs) {
        this.root = root;
        this.problems = problems;
        this.takeModel = takeModel;
        this.costs = costs;
    }

    /// @return at least one
    List<BoardSpec> boards(Fields top) {
        var boards = new ArrayList<BoardSpec>();
        if (top.has("board") && top.has("boards")) {
            top.problem(top.place("boards"), "board and boards", "one of them", "boards names several, each like board");
        }
        for (var entry : top.named("boards")) boards.add(board(entry.key().value(), entry.value()));
        if (boards.isEmpty()) boards.add(board("board", top.value("board")));
        return List.copyOf(boards);
    }

    private BoardSpec board(String name, Yaml written) {
        Yaml tree = written == null ? new Yaml.Mapping(List.of(), new Yaml.Place("", 0, 0)) : written;
        var fields = new Fields(tree, Section.BOARD, "board", problems);
        if (fields.has("model") && tree instanceof Yaml.Mapping own) {
            Yaml model = model(fields);
            if (model instanceof Yaml.Mapping base) fields = new Fields(merge(base, own), Section.BOARD, "board", problems);
        }
        int cpus = (int) fields.integer("cpus", 1, 1, 32, "a board has 1 to 32 cores");
        List<BoardSpec.Can> can = can(fields);
        var names = new ArrayList<String>();
        for (BoardSpec.Can controller : can) names.add(controller.name());
        List<BoardSpec.Uart> uart = uart(fields, names);
        List<BoardSpec.Part> parts = parts(fields, names);
        return new BoardSpec(name, cpus, costs.apply(fields, fields.text("costs", "zero")), fields.ppb("clock-drift", 0),
                fields.permille("interference", 0), can,
                uart,
                parts);
    }

    private Yaml model(Fields board) {
        String model = board.text("model", "");
        boolean shipped = MODELS.contains(model);
        if (!shipped && !model.contains("/") && !model.endsWith(".yaml") && !model.endsWith(".yml")) {
            board.problem(board.place("model"), model, "a board model",
                    Spelling.hint(model, MODELS) + ", or the path of a file that ends in .yaml");
            return null;
        }
        if (!shipped && !takeModel.test(board, model)) return null;
        try (InputStream in = shipped ? shippedModel(model) : root.open(model)) {
            return YamlReader.read(model, new String(in.readAllBytes(), StandardCharsets.UTF_8), problems);
        } catch (IOException e) {
            board.problem(board.place("model"), model + ", which cannot be read", "a board model", "");
            return null;
        }
    }

    private static InputStream shippedModel(String name) {
        InputStream in = Board.class.getClassLoader().getResourceAsStream(MODEL_FOLDER + name + ".yaml");
        if (in == null) throw new IllegalStateException(name + " is missing from the program");
        return in;
    }

    /// `own` over `base`, mapping by mapping.
    private static Yaml.Mapping merge(Yaml.Mapping base, Yaml.Mapping own) {
        var merged = new Yaml.Mapping(new ArrayList<>(base.entries()), own.place());
        for (var entry : own.entries()) {
            Yaml below = base.get(entry.key().value());
            boolean both = below instanceof Yaml.Mapping && entry.value() instanceof Yaml.Mapping;
            merged.put(entry.key().value(),
                    both ? merge((Yaml.Mapping) below, (Yaml.Mapping) entry.value()) : entry.value());
        }
        return merged;
    }

    private static Board.Place place(Fields part) {
        long address = part.integer("address", Board.ANYWHERE, 0, ADDRESS_MAX, "write for example 0xe0001000");
        return new Board.Place(address,
                (int) part.integer("irq", Board.ANYWHERE, 32, IRQ_MAX, "shared lines are 32 to " + IRQ_MAX));
    }

    private List<BoardSpec.Can> can(Fields fields) {
        var can = new ArrayList<BoardSpec.Can>();
        for (var entry : fields.named("can")) {
            String name = entry.key().value();
            var bus = new Fields(entry.value(), Section.CAN, "CAN bus " + name, problems);
            BoardSpec.Can known = buses.get(name);
            long bitrateHz = bus.rateHz("bitrate", known == null ? 500_000 : known.bitrateHz(), 1_000, 1_000_000);
            long dataBitrateHz = bus.rateHz("data-bitrate", known == null ? 0 : known.dataBitrateHz(), 1_000, 20_000_000);
            if (dataBitrateHz != 0 && dataBitrateHz < bitrateHz) {
                bus.problem(bus.place("data-bitrate"), dataBitrateHz + "Hz", "at least the bitrate, " + bitrateHz + "Hz",
                        "the data phase of CAN FD is never slower");
            }
            if (known != null && (known.bitrateHz() != bitrateHz || known.dataBitrateHz() != dataBitrateHz)) {
                bus.problem(entry.key().place(), "other rates than on the board before", "one rate for the bus " + name,
                        "boards that name the same bus share it");
            }
            var controller = new BoardSpec.Can(name, bitrateHz, dataBitrateHz, place(bus));
            buses.putIfAbsent(name, controller);
            can.add(controller);
        }
        return List.copyOf(can);
    }

    private List<BoardSpec.Uart> uart(Fields fields, List<String> names) {
        var uart = new ArrayList<BoardSpec.Uart>();
        for (var entry : fields.named("uart")) {
            var line = new Fields(entry.value(), Section.UART, "UART " + entry.key().value(), problems);
            unused(line, entry, names, "ser1 is usual");
            uart.add(new BoardSpec.Uart(entry.key().value(),
                    line.integer("baud", 115_200, 50, 10_000_000, "baud is a bare number: 115200"),
                    (int) line.integer("fifo", 16, 1, 4096, "a 16550 has 16 characters"), place(line)));
        }
        return List.copyOf(uart);
    }

    private List<BoardSpec.Part> parts(Fields fields, List<String> names) {
        var parts = new ArrayList<BoardSpec.Part>();
        for (var entry : fields.named("parts")) {
            var part = new Fields(entry.value(), Section.PART, "part " + entry.key().value(), problems);
            unused(part, entry, names, "");
            if (!part.has("part")) {
                part.problem(entry.key().place(), "a part without part", "part: what it is", "there are " + KIND_NAMES);
                continue;
            }
            BoardSpec.Kind kind = part.choice("part", KINDS, KIND_NAMES, BoardSpec.Kind.TIMER);
            parts.add(new BoardSpec.Part(entry.key().value(), kind, part.rateHz("clock", kind.clockHz(), 1, 1_000_000_000),
                    part.ppb("drift", 0), place(part)));
        }
        return List.copyOf(parts);
    }

    private static void unused(Fields fields, Yaml.Entry entry, List<String> names, String hint) {
        String name = entry.key().value();
        if (names.contains(name)) {
            fields.problem(entry.key().place(), name + " again", "another name than that of the part before", hint);
        }
        names.add(name);
    }
}
