package rtk.trace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Read back by protobuf's own reader; field numbers as in Perfetto's published `.proto` files.
class PerfettoExportTest {
    private final List<UnknownFieldSet> packets = new ArrayList<>();

    @BeforeEach
    void export() throws IOException {
        var out = new ByteArrayOutputStream();
        SampleTrace.export(new PerfettoExport(out));
        UnknownFieldSet trace = UnknownFieldSet.parseFrom(out.toByteArray());
        for (ByteString packet : trace.getField(1).getLengthDelimitedList()) packets.add(UnknownFieldSet.parseFrom(packet));
    }

    @Test
    void coresAreSwitchesOfFtrace() throws IOException {
        var switches = new ArrayList<String>();
        for (UnknownFieldSet packet : packets) {
            if (!packet.hasField(1)) continue;
            UnknownFieldSet bundle = message(packet, 1);
            UnknownFieldSet event = message(bundle, 2);
            if (!event.hasField(4)) continue;
            UnknownFieldSet change = message(event, 4);
            switches.add(
                    number(bundle, 1) + ": " + number(event, 1) + " " + number(change, 2) + " (" + number(change, 4) + ") -> "
                            + number(change, 6));
        }
        assertEquals(
                List.of("0: 0 0 (0) -> 100001", "1: 0 0 (0) -> 300001", "1: 6000 300001 (1) -> 0",
                        "0: 30000 100001 (0) -> 200001",
                        "0: 50000 200001 (1) -> 100001", "1: 60000 0 (0) -> 300001", "0: 90000 100001 (1) -> 0",
                        "1: 100000 300001 (16) -> 0"),
                switches);
    }

    @Test
    void processesAndThreadsHaveNames() throws IOException {
        var names = new TreeMap<Long, String>();
        for (UnknownFieldSet packet : packets) {
            if (!packet.hasField(2)) continue;
            UnknownFieldSet tree = message(packet, 2);
            if (tree.hasField(1)) names.put(number(message(tree, 1), 1), text(message(tree, 1), 3));
            else names.put(number(message(tree, 2), 1), text(message(tree, 2), 2) + " of " + number(message(tree, 2), 3));
        }
        assertEquals("{100000=tasks, 100001=t1 of 100000, 200000=dev-can, 200001=dev-can/1 of 200000, 300000=client, \"x\","
                + " 300001=client, \"x\"/1 of 300000}", names.toString());
    }

    @Test
    void aMessageIsAFlowThroughSenderReceiverAndReply() throws IOException {
        var steps = new ArrayList<String>();
        for (UnknownFieldSet packet : packets) {
            if (!packet.hasField(11)) continue;
            UnknownFieldSet event = message(packet, 11);
            if (event.hasField(47))
                steps.add(number(packet, 8) + " " + text(event, 23) + " " + event.getField(47).getFixed64List());
            if (event.hasField(48))
                steps.add(number(packet, 8) + " " + text(event, 23) + " ends " + event.getField(48).getFixed64List());
        }
        assertEquals(List.of("6000 send to dev-can:1 [1]", "30000 receive [1]", "40000 reply ends [1]"), steps);
    }

    @Test
    void slicesOfEachTrackOpenAndCloseInTurn() throws IOException {
        var depth = new TreeMap<Long, Integer>();
        long lastNs = 0;
        for (UnknownFieldSet packet : packets) {
            if (!packet.hasField(11)) continue;
            UnknownFieldSet event = message(packet, 11);
            assertTrue(number(packet, 8) >= lastNs, "in the order of time");
            lastNs = number(packet, 8);
            if (number(event, 9) == 1) depth.merge(number(event, 11), 1, Integer::sum);
            if (number(event, 9) == 2) assertTrue(depth.merge(number(event, 11), -1, Integer::sum) >= 0);
        }
        assertEquals(2, depth.size(), "calls of one thread, frames of one bus");
        assertEquals(1, depth.values().stream().mapToInt(Integer::intValue).sum(), "the last frame never ends");
    }

    private static UnknownFieldSet message(UnknownFieldSet parent, int field) throws InvalidProtocolBufferException {
        return UnknownFieldSet.parseFrom(parent.getField(field).getLengthDelimitedList().getFirst());
    }

    private static long number(UnknownFieldSet message, int field) {
        List<Long> values = message.getField(field).getVarintList();
        return values.isEmpty() ? 0 : values.getFirst();
    }

    private static String text(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().getFirst().toStringUtf8();
    }
}
