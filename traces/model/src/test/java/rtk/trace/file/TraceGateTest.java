package rtk.trace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.trace.EventKind;
import rtk.trace.TraceText;

class TraceGateTest {
    private final StringBuilder text = new StringBuilder();
    private final TraceGate gate = new TraceGate(new TraceText(text));

    private List<String> lines() { return text.toString().lines().map(line -> line.strip().replaceAll("\\s+", " ")).toList(); }

    private void control(long timeNs, int isOn, int kinds) { gate.event(timeNs, EventKind.TRACE_CONTROL, 0, isOn, kinds); }

    @Test
    void allPassesUntilSomebodySaysOtherwise() {
        gate.event(1, EventKind.MUTEX_LOCKED, 1, 2);
        gate.event(2, EventKind.MUTEX_UNLOCKED, 1, 2);

        assertEquals(2, lines().size());
        assertEquals(0, gate.skippedCount());
    }

    @Test
    void whatDoesNotPassIsCountedBeforeTheNextControl() {
        gate.text(1, "all");
        control(1_000_000, 0, 1);
        gate.event(2_000_000, EventKind.MUTEX_LOCKED, 1, 2);
        gate.event(3_000_000, EventKind.MUTEX_UNLOCKED, 1, 2);
        control(4_000_000, 1, 1);
        gate.event(5_000_000, EventKind.PARTITION_BANKRUPT, 3);

        assertEquals(List.of("1.000000 ms trace.control recording 0 all", "4.000000 ms trace.skipped events 2 reason 0",
                "4.000000 ms trace.control recording 1 all", "5.000000 ms partition.bankrupt partition 3"),
                lines());
        assertEquals(2, gate.skippedCount());
    }

    @Test
    void kindsAreChosenAndNamesOfThingsAlwaysPass() {
        gate.text(1, "partition mutex.locked");
        gate.text(2, "engine");
        control(1, 1, 1);
        gate.event(2, EventKind.MUTEX_LOCKED, 1, 2);
        gate.event(3, EventKind.MUTEX_UNLOCKED, 1, 2);
        gate.event(4, EventKind.USER, 1, 2, 7);
        gate.event(5, EventKind.DEVICE, 1, 2, 2, 0);
        gate.event(6, EventKind.PARTITION_BANKRUPT, 3);

        assertEquals(List.of("trace.control", "mutex.locked", "device", "partition.bankrupt"),
                lines().stream().map(line -> line.split(" ")[2]).toList());
        assertEquals(2, gate.skippedCount());
    }
}
