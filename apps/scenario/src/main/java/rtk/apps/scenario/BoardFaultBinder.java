package rtk.apps.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import rtk.board.sim.Ns;

/// Binds those of the `faults` that are about a board.
final class BoardFaultBinder {
    /// Keys of each kind beyond `kind`.
    static final Map<String, List<String>> KEYS = keys();

    private static final String RAM = "/memory/ram/sysram";
    private static final long RAM_BYTES = 64L << 20;

    private final List<BoardSpec> boards;

    BoardFaultBinder(List<BoardSpec> boards) { this.boards = boards; }

    private static Map<String, List<String>> keys() {
        var keys = new LinkedHashMap<String, List<String>>();
        keys.put("interrupt-lost", List.of("part", "count", "at"));
        keys.put("interrupt-late", List.of("part", "count", "by", "at"));
        keys.put("interrupt-spurious", List.of("part", "at"));
        keys.put("interrupt-storm", List.of("part", "each", "at", "for"));
        keys.put("slow-core", List.of("board", "core", "speed", "at", "for"));
        keys.put("clock-drift", List.of("board", "drift", "at"));
        keys.put("clock-jump", List.of("part", "seconds", "at"));
        keys.put("memory-failure", List.of("board", "memory", "offset", "bytes", "at"));
        keys.put("serial-noise", List.of("part", "one-in", "at", "for"));
        return keys;
    }

    BoardFaultSpec bind(Fields fields, String kind, long atNs, long untilNs) {
        return switch (kind) {
            case "interrupt-lost" -> new BoardFaultSpec.LostInterrupts(interrupting(fields), count(fields), atNs);
            case "interrupt-late" -> new BoardFaultSpec.LateInterrupts(interrupting(fields), count(fields),
                    fields.durationNs("by", Ns.us(100), false), atNs);
            case "interrupt-spurious" -> new BoardFaultSpec.Spurious(interrupting(fields), 0, atNs, atNs);
            case "interrupt-storm" ->
                new BoardFaultSpec.Spurious(interrupting(fields), fields.durationNs("each", Ns.us(100), false),
                        atNs, untilNs);
            case "slow-core" -> slowCore(fields, atNs, untilNs);
            case "clock-drift" -> new BoardFaultSpec.ClockDrift(board(fields), fields.ppb("drift", 50_000), atNs);
            case "clock-jump" -> new BoardFaultSpec.ClockJump(
                    part(fields, board -> board.parts().stream().filter(part -> part.kind() == BoardSpec.Kind.RTC)
                            .map(BoardSpec.Part::name)),
                    (int) fields.integer("seconds", 3600, Integer.MIN_VALUE, Integer.MAX_VALUE, "forward, or back if negative"),
                    atNs);
            case "memory-failure" -> deadMemory(fields, atNs);
            default -> new BoardFaultSpec.SerialNoise(part(fields, board -> board.uart().stream().map(BoardSpec.Uart::name)),
                    fields.integer("one-in", 1000, 1, Integer.MAX_VALUE, "one character in so many is hit"), atNs, untilNs);
        };
    }

    private BoardFaultSpec slowCore(Fields fields, long atNs, long untilNs) {
        String name = board(fields);
        int cores = boards.stream().filter(board -> board.name().equals(name)).findFirst().map(BoardSpec::cpus).orElse(1);
        int permille = fields.permille("speed", 500);
        if (permille < 1 || permille > 999) {
            fields.problem(fields.place("speed"), permille / 10.0 + "%", "a speed from 0.1% to 99.9%", "");
            permille = 500;
        }
        return new BoardFaultSpec.SlowCore(name, (int) fields.integer("core", 0, 0, cores - 1, "cores count from 0"), permille,
                atNs,
                untilNs);
    }

    private BoardFaultSpec deadMemory(Fields fields, long atNs) {
        long offset = fields.integer("offset", 0, 0, RAM_BYTES - 1, "a board has 64 MB of memory");
        long bytes = fields.integer("bytes", 4096, 1, RAM_BYTES - offset,
                "a board has 64 MB of memory; whole pages of 4096 fail");
        return new BoardFaultSpec.DeadMemory(board(fields), Binder.known(fields, "memory", List.of(RAM), "the board's memory"),
                offset,
                bytes, atNs);
    }

    private static int count(Fields fields) { return (int) fields.integer("count", 1, 1, 1_000_000, "how many in a row"); }

    private String board(Fields fields) {
        return Binder.known(fields, "board", boards.stream().map(BoardSpec::name).toList(), "boards");
    }

    private String interrupting(Fields fields) {
        return part(fields, board -> Stream.of(board.can().stream().map(BoardSpec.Can::name),
                board.uart().stream().map(BoardSpec.Uart::name), board.parts().stream().map(BoardSpec.Part::name))
                .flatMap(names -> names));
    }

    private String part(Fields fields, Function<BoardSpec, Stream<String>> names) {
        var labels = new ArrayList<>(Scenario.labels(boards, names));
        return Binder.known(fields, "part", labels, "the parts of the board");
    }
}
