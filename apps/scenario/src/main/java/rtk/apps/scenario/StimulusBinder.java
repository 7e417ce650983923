package rtk.apps.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import rtk.board.can.CanFrame;
import rtk.board.can.ReplayOptions;
import rtk.board.serial.FeedOptions;
import rtk.board.serial.FeedOptions.Format;
import rtk.board.sim.Ns;

/// Binds the section `stimuli` of a scenario.
final class StimulusBinder {
    private static final List<String> KINDS = List.of("can-replay", "uart-feed", "uart-dialogue", "drive-cycle", "press");
    /// Which keys go with which kind.
    private static final Map<String, List<String>> KEYS = Map.of(
            "can-replay", List.of("file", "interface", "speed", "rounds", "delay", "identifiers"),
            "uart-feed", List.of("file", "format", "timing", "interface", "delay"),
            "uart-dialogue", List.of("file"),
            "drive-cycle", List.of("uart"),
            "press", List.of("pin", "at", "for", "bounces"));
    private static final Pattern SPEED = Pattern.compile("([0-9]{1,5})(?:\\.([0-9]{1,3}))?x");

    private final List<Problem> problems;
    /// Notes that the scenario leans on a file.
    private final BiConsumer<Fields, String> takeFile;

    StimulusBinder(List<Problem> problems, BiConsumer<Fields, String> takeFile) {
        this.problems = problems;
        this.takeFile = takeFile;
    }

    List<StimulusSpec> stimuli(Fields top, List<BoardSpec> boards) {
        List<String> buses = Scenario.buses(boards).stream().map(BoardSpec.Can::name).toList();
        List<String> uarts = Scenario.uarts(boards);
        var stimuli = new ArrayList<StimulusSpec>();
        for (Yaml item : top.items("stimuli")) {
            var fields = new Fields(item, Section.STIMULUS, "a stimulus", problems);
            String kind = kind(fields);
            if (kind == null) continue;
            String file = fields.text("file", null);
            if (file != null) takeFile.accept(fields, file);
            stimuli.add(switch (kind) {
                case "can-replay" ->
                    new StimulusSpec.CanReplay(Binder.known(fields, kind, buses, "board.can"), file, replay(fields));
                case "uart-feed" ->
                    new StimulusSpec.UartFeed(Binder.known(fields, kind, uarts, "board.uart"), file, feed(fields));
                case "uart-dialogue" ->
                    new StimulusSpec.UartDialogue(Binder.known(fields, kind, uarts, "board.uart"), file);
                case "press" -> press(fields, Scenario.ports(boards));
                default -> new StimulusSpec.Drive(Binder.known(fields, kind, buses, "board.can"),
                        fields.has("uart") ? Binder.known(fields, "uart", uarts, "board.uart") : null);
            });
        }
        return List.copyOf(stimuli);
    }

    /// @return null if there is none, or not one only
    private static String kind(Fields fields) {
        List<String> kinds = KINDS.stream().filter(fields::has).toList();
        if (kinds.size() != 1) {
            String found = kinds.isEmpty() ? "none of " + String.join(", ", KINDS) : String.join(" and ", kinds);
            fields.problem(fields.place(), found, "one of them", "write - { can-replay: can0, file: drive.log }");
            return null;
        }
        String kind = kinds.getFirst();
        for (String key : Section.STIMULUS.keys()) {
            if (KINDS.contains(key) || !fields.has(key) || KEYS.get(kind).contains(key)) continue;
            fields.problem(fields.place(key), key + " with " + kind, "no " + key, "take it out");
        }
        if (!KEYS.get(kind).contains("file") || fields.has("file")) return kind;
        fields.problem(fields.place(), kind + " without file", "file: a path relative to the scenario", "");
        return null;
    }

    private static StimulusSpec press(Fields fields, List<String> ports) {
        return new StimulusSpec.Press(Binder.known(fields, "press", ports, "board.parts"),
                (int) fields.integer("pin", 0, 0, 7, "a port has the pins 0 to 7"), fields.durationNs("at", 0, true),
                fields.durationNs("for", Ns.ms(100), false),
                (int) fields.integer("bounces", 0, 0, 16, "how often the contact opens again"));
    }

    private static FeedOptions feed(Fields fields) {
        Format format = fields.choice("format", Map.of("raw", Format.RAW, "csv", Format.CSV, "nmea", Format.NMEA),
                List.of("raw", "csv", "nmea"), null);
        boolean sentenceTime = fields.choice("timing", Map.of("line", false, "sentence-time", true),
                List.of("line", "sentence-time"), false);
        if (sentenceTime && format != null && format != Format.NMEA) {
            fields.problem(fields.place("timing"), "sentence-time with format " + fields.text("format", ""), "format nmea",
                    "only sentences tell a time");
        }
        return new FeedOptions(format, fields.text("interface", null), sentenceTime, fields.durationNs("delay", 0, true));
    }

    private static ReplayOptions replay(Fields fields) {
        boolean forever = "forever".equals(fields.text("rounds", ""));
        int rounds = forever ? 0 : (int) fields.integer("rounds", 1, 1, 1_000_000, "a number of rounds, or forever");
        return new ReplayOptions(fields.text("interface", null), fields.durationNs("delay", 0, true), speed(fields), rounds,
                identifiers(fields));
    }

    private static int speed(Fields fields) {
        String text = fields.text("speed", "1x");
        var match = SPEED.matcher(text);
        if (match.matches()) {
            String decimals = match.group(2) == null ? "" : match.group(2);
            int permille = Integer.parseInt(match.group(1)) * 1000 + Integer.parseInt((decimals + "000").substring(0, 3));
            if (permille > 0) return permille;
        }
        fields.problem(fields.place("speed"), text, "a speed such as 2x or 0.5x", "");
        return 1000;
    }

    private static TreeMap<Integer, Integer> identifiers(Fields fields) {
        var changes = new TreeMap<Integer, Integer>();
        if (!(fields.value("identifiers") instanceof Yaml.Mapping mapping)) {
            if (fields.has("identifiers")) {
                fields.problem(fields.place("identifiers"), fields.value("identifiers").text(), "a mapping from identifiers",
                        "write for example identifiers: { 0x123: 0x456, 0x200: drop }");
            }
            return changes;
        }
        for (var entry : mapping.entries()) {
            int from = identifier(fields, entry.key());
            boolean drop = entry.value() instanceof Yaml.Scalar scalar && scalar.value().equals("drop");
            changes.put(from, drop ? -1 : identifier(fields, entry.value()));
        }
        return changes;
    }

    private static int identifier(Fields fields, Yaml node) {
        if (node instanceof Yaml.Scalar scalar && scalar.value().matches("0x[0-9a-fA-F]{1,8}")) {
            long value = Long.parseLong(scalar.value().substring(2), 16);
            if (value <= CanFrame.EXTENDED_ID_MAX) return (int) value;
        }
        fields.problem(node.place(), node.text(), "an identifier such as 0x123", "or drop, for what an identifier becomes");
        return 0;
    }
}
