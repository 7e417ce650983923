package rtk.apps.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import rtk.board.can.CanFaults;
import rtk.board.can.CanFrame;
import rtk.board.sim.Ns;

/// Binds the list `faults`: those on CAN buses here, those on boards by [BoardFaultBinder], those on processes by [KillSpec].
final class FaultBinder {
    /// Keys of each kind beyond `kind`.
    private static final Map<String, List<String>> KEYS = keys();
    private static final int FRAME_BITS_MAX = 800;

    private final List<Problem> problems;
    private final List<BoardSpec> boards;
    private final List<MessageSpec> messages;
    private final BoardFaultBinder boardBinder;

    FaultBinder(List<Problem> problems, List<BoardSpec> boards, List<MessageSpec> messages) {
        this.problems = problems;
        this.boards = boards;
        this.messages = messages;
        boardBinder = new BoardFaultBinder(boards);
    }

    private static Map<String, List<String>> keys() {
        var keys = new LinkedHashMap<String, List<String>>();
        keys.put("bit-error", List.of("at", "node", "frame", "bit"));
        keys.put("bit-errors", List.of("one-in", "at", "for"));
        keys.put("stuck-dominant", List.of("at", "for"));
        keys.put("stuck-recessive", List.of("at", "for"));
        keys.put("babble", List.of("id", "extended", "at", "for"));
        keys.put("disconnect", List.of("node", "at", "for"));
        keys.replaceAll((kind, own) -> Stream.concat(Stream.of("bus"), own.stream()).toList());
        keys.putAll(BoardFaultBinder.KEYS);
        keys.put("kill", KillSpec.KEYS);
        return keys;
    }

    List<FaultSpec> faults(Fields top) {
        var faults = new ArrayList<FaultSpec>();
        for (Yaml item : top.items("faults")) {
            FaultSpec fault = fault(new Fields(item, Section.FAULT, "a fault", problems));
            if (fault != null) faults.add(fault);
        }
        return List.copyOf(faults);
    }

    /// @return null if it has no kind
    private FaultSpec fault(Fields fields) {
        List<String> kinds = List.copyOf(KEYS.keySet());
        String kind = fields.text("kind", null);
        if (kind == null || !kinds.contains(kind)) {
            fields.problem(fields.place("kind"), kind == null ? "a fault without kind" : kind, "a kind of fault",
                    kind == null ? "kinds are " + String.join(", ", kinds) : Spelling.hint(kind, kinds));
            return null;
        }
        for (String key : Section.FAULT.keys()) {
            boolean allowed = key.equals("kind") || KEYS.get(kind).contains(key);
            if (allowed || !fields.has(key)) continue;
            fields.problem(fields.place(key), key + " with " + kind, "no " + key, "take it out");
        }
        long atNs = fields.durationNs("at", 0, true);
        long forNs = fields.durationNs("for", Ns.NEVER, false);
        long untilNs = forNs > Ns.NEVER - atNs ? Ns.NEVER : atNs + forNs;
        if (kind.equals("kill")) return KillSpec.bind(fields, boards, atNs);
        if (BoardFaultBinder.KEYS.containsKey(kind)) return boardBinder.bind(fields, kind, atNs, untilNs);
        return onBus(fields, kind, atNs, untilNs);
    }

    private FaultSpec onBus(Fields fields, String kind, long atNs, long untilNs) {
        String bus = Binder.known(fields, "bus", Scenario.buses(boards).stream().map(BoardSpec.Can::name).toList(), "board.can");
        return switch (kind) {
            case "bit-error" -> bitError(fields, bus, atNs);
            case "bit-errors" ->
                new BusFaultSpec.BitErrors(bus, (int) fields.integer("one-in", 100_000, CanFaults.ONE_IN_BITS_MIN,
                        Integer.MAX_VALUE, "one bit in so many is wrong"), atNs, untilNs);
            case "stuck-dominant" -> new BusFaultSpec.Stuck(bus, CanFaults.Level.DOMINANT, atNs, untilNs);
            case "stuck-recessive" -> new BusFaultSpec.Stuck(bus, CanFaults.Level.RECESSIVE, atNs, untilNs);
            case "babble" -> {
                boolean extended = fields.flag("extended", false);
                int most = extended ? CanFrame.EXTENDED_ID_MAX : CanFrame.STANDARD_ID_MAX;
                yield new BusFaultSpec.Babble(bus, (int) fields.integer("id", 0, 0, most, "0 leaves no room for anybody"),
                        extended,
                        atNs, untilNs);
            }
            default -> new BusFaultSpec.Disconnect(bus, node(fields, bus, true), atNs, untilNs);
        };
    }

    private FaultSpec bitError(Fields fields, String bus, long atNs) {
        if (fields.has("at") == fields.has("frame")) {
            fields.problem(fields.place(), fields.has("at") ? "at and frame" : "neither at nor frame", "one of them",
                    "write for example at: 1s, or frame: 17, bit: 20");
        }
        if (fields.has("frame")) {
            if (fields.has("node"))
                fields.problem(fields.place("node"), "node with frame", "no node", "give at instead of frame");
            return new BusFaultSpec.BitErrorInFrame(bus, fields.integer("frame", 1, 1, Long.MAX_VALUE, "frames count from 1"),
                    (int) fields.integer("bit", 20, 0, FRAME_BITS_MAX, "SOF is bit 0"));
        }
        if (fields.has("bit")) fields.problem(fields.place("bit"), "bit with at", "no bit", "it is the one that passes then");
        return new BusFaultSpec.BitErrorAt(bus, atNs, node(fields, bus, false));
    }

    /// A board with a controller on `bus`, or a message that is sent on it.
    private String node(Fields fields, String bus, boolean required) {
        if (!required && !fields.has("node")) return null;
        var names = new ArrayList<String>();
        for (BoardSpec board : boards) {
            if (board.can().stream().anyMatch(can -> can.name().equals(bus))) names.add(board.name());
        }
        for (MessageSpec message : messages) {
            if (message.bus().equals(bus)) names.add(message.name());
        }
        return Binder.known(fields, "node", names, "the boards and messages on " + bus);
    }
}
