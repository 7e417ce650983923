package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rtk.board.sim.Ns;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// Looks at a run of the resilient head unit: who lives, who kept its deadlines, what services said when, what was on the bus.
final class Survivors implements TraceSink {
    private static final int COMMAND_ID = 0x5A0;
    /// What a service traces when it does its work, by process.
    private static final Map<String, String> WORK = Map.of("dev-can", "speed", "devc-ser", "latitude", "gateway", "speed",
            "cluster",
            "needle-rpm", "switches", "command-acknowledged", "navigation", "latitude");

    private record Said(long timeNs, long value) {}

    private final Map<Integer, String> texts = new HashMap<>();
    /// By number of the process.
    private final TreeMap<Long, String> living = new TreeMap<>();
    private final TreeMap<String, List<Said>> begun = new TreeMap<>();
    private final TreeMap<String, List<Said>> said = new TreeMap<>();
    private final List<Said> commandFrames = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();

    @Override
    public void text(int id, String text) { texts.put(id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        switch (kind) {
            case PROCESS_CREATED -> {
                living.put(a, texts.get((int) d));
                begun.computeIfAbsent(texts.get((int) d), name -> new ArrayList<>()).add(new Said(timeNs, b));
            }
            case PROCESS_EXITED -> living.remove(a);
            case JOB_MISSED -> missed.add("thread " + a + " at " + Ns.text(timeNs));
            case USER -> said.computeIfAbsent(texts.get((int) b), name -> new ArrayList<>()).add(new Said(timeNs, c));
            case FRAME_END -> {
                if (c == COMMAND_ID) commandFrames.add(new Said(timeNs, e >>> 32));
            }
            default -> {}
        }
    }

    private List<Said> said(String name) { return said.getOrDefault(name, List.of()); }

    /// Everybody lives and works, nobody was late, and no acknowledged command is lost.
    void check(long endNs) {
        var names = living.values().stream().map(name -> name.equals("ham") ? "guardian" : name).sorted().toList();
        assertEquals(List.of("cluster", "dev-can", "devc-ser", "gateway", "guardian", "guardian", "navigation", "path-manager",
                "switches",
                "tasks"), names, "processes at the end");
        assertEquals(List.of(), missed, "missed deadlines");
        assertEquals(List.of(), said("cluster-late"), "frames of the cluster that were late");
        works("speed", endNs - Ns.ms(45));
        works("needle-rpm", endNs - Ns.ms(45));
        works("command-acknowledged", endNs - Ns.ms(65));
        works("latitude", endNs - Ns.ms(250));
        for (Said acknowledged : said("command-acknowledged")) {
            Said sent = said("command").reversed().stream()
                    .filter(command -> command.value == acknowledged.value && command.timeNs <= acknowledged.timeNs).findFirst()
                    .orElseThrow();
            boolean wasOnTheBus = commandFrames.stream().anyMatch(frame -> frame.value == acknowledged.value
                    && frame.timeNs > sent.timeNs && frame.timeNs <= acknowledged.timeNs);
            assertTrue(wasOnTheBus,
                    "command " + acknowledged.value + ", acknowledged at " + acknowledged.timeNs + ", was not on the bus");
        }
    }

    private void works(String name, long sinceNs) {
        assertTrue(!said(name).isEmpty() && said(name).getLast().timeNs > sinceNs, name + " is not heard any more at the end");
    }

    /// From the kill until the process was started again; of manager and guardian until there was a guardian again.
    long restartNs(String process, long killNs) {
        String name = process.equals("ham") ? "guardian" : process;
        return begun.get(name).stream().filter(one -> one.timeNs > killNs).findFirst().orElseThrow().timeNs - killNs;
    }

    /// From the kill until the service did its work again.
    long recoveryNs(String process, long killNs) {
        if (!WORK.containsKey(process)) return restartNs(process, killNs);
        long startedNs = killNs + restartNs(process, killNs);
        return said(WORK.get(process)).stream().filter(one -> one.timeNs > startedNs).findFirst().orElseThrow().timeNs - killNs;
    }
}
