package rtk.apps.verify.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.apps.verify.generate.SeedStream;
import rtk.board.can.CanFrame;
import rtk.board.can.FrameBits;

/// FIFO controllers, bit errors, CAN FD lengths and offsets by hand.
final class BusesAndOffsetsTest {
    /// Both encoders count what may be stuffed for themselves; no random frame is longer.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void framesOfCanFdAreNoLongerThanTheirLongest(boolean extended) {
        var random = new SeedStream(5);
        for (int bytes : new int[]{0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64}) {
            FrameLength longest = FrameLength.fd(extended, bytes);
            CanFrame any = CanFrame.fd(0, extended, true, false, new byte[bytes]);
            assertEquals(FrameBits.worstCaseLength(any), longest.nominalBits() + longest.dataBits());
            for (int round = 0; round < 40; round++) {
                var data = new byte[bytes];
                for (int i = 0; i < bytes; i++) data[i] = (byte) (random.chance(50) ? 0 : random.between(0, 255));
                int id = (int) (random.chance(50) ? 0 : random.between(0, extended ? 0x1fff_ffff : 0x7ff));
                FrameBits bits = FrameBits.of(CanFrame.fd(id, extended, true, false, data));
                assertTrue(bits.dataBits() + 4L * bits.nominalBits() <= longest.dataBits() + 4L * longest.nominalBits());
                assertTrue(bits.bits() <= longest.nominalBits() + longest.dataBits());
            }
        }
    }

    /// 1 and 3 wait in one FIFO, 2 is on its own; all 10 long. The first of the FIFO waits for 3 and 2; and 2 may meet both of the FIFO: 1,
    /// and 3, which is on the bus already.
    @Test
    void aFifoMakesItsMostUrgentMessageAsSlowAsItsLeastUrgent() {
        var first = new CanMessage(1, 10, 1_000, 0, 7);
        var second = CanMessage.of(2, 10, 1_000, 0);
        var third = new CanMessage(3, 10, 1_000, 0, 7);
        List<Response> responses = new CanBusAnalysis(List.of(first, second, third), 1, CanErrors.NONE).responses();
        List<Response> own = new CanBusAnalysis(List.of(CanMessage.of(1, 10, 1_000, 0), second, CanMessage.of(3, 10, 1_000, 0)),
                1,
                CanErrors.NONE).responses();

        assertEquals(List.of(30L, 30L, 30L), responses.stream().map(Response::boundNs).toList());
        assertEquals(List.of(20L, 30L, 30L), own.stream().map(Response::boundNs).toList());
    }

    /// One error in 100 and two at any time: the frame of 10 is sent up to thrice again, with an error frame of 4 each.
    @Test
    void errorsCostAnErrorFrameAndTheFrameAgain() {
        var errors = new CanErrors(2, 100, 4);

        assertEquals(10 + 3 * (4 + 10),
                new CanBusAnalysis(List.of(CanMessage.of(1, 10, 1_000, 0)), 1, errors).responses().getFirst().boundNs());
        assertEquals(Response.UNBOUNDED,
                new CanBusAnalysis(List.of(CanMessage.of(1, 10, 1_000, 0)), 1, new CanErrors(0, 14, 4)).responses().getFirst());
    }

    /// A base frame wins over an extended one with the same first eleven bits, and loses against one with less.
    @Test
    void identifiersArbitrateBitByBit() {
        assertTrue(CanMessage.order(0x100, false) < CanMessage.order(0x100 << 18, true));
        assertTrue(CanMessage.order(0x0ff << 18 | 0x3_ffff, true) < CanMessage.order(0x100, false));
        assertTrue(CanMessage.order(5, true) < CanMessage.order(6, true));
    }

    /// Three tasks of period 100 at 0, 30 and 60, 20 each: they never meet. With 45 of jitter the first may come with the second.
    @Test
    void tasksAtOffsetsThatNeverMeetDoNotDisturbEachOther() {
        var loads = List.of(Load.of(3, 20, 100), Load.of(2, 20, 100), Load.of(1, 20, 100));
        var late = List.of(loads.get(0).jitterNs(45), loads.get(1), loads.get(2));

        var apart = new Transactions(loads, List.of(0L, 30L, 60L), List.of());
        var meeting = new Transactions(late, List.of(0L, 30L, 60L), List.of());

        assertEquals(List.of(20L, 20L, 20L), List.of(apart.boundNs(0), apart.boundNs(1), apart.boundNs(2)));
        assertEquals(60, FixedPriority.of(loads).get(2).boundNs());
        assertEquals(45 + 20, meeting.boundNs(0));
        assertEquals(40, meeting.boundNs(1));
        // The first at 30 or later drives the second to 70, 10 into the third.
        assertEquals(30, meeting.boundNs(2));
    }

    /// Where all start together the offsets say nothing new, and otherwise they only take away.
    @Test
    void withoutOffsetsTransactionsBoundWhatTheCriticalInstantDoes() {
        var random = new SeedStream(9);
        for (int set = 0; set < 500; set++) {
            long period = random.between(40, 100);
            var loads = List.of(Load.of(3, random.between(1, 12), period), Load.of(2, random.between(1, 12), period),
                    Load.of(1, random.between(1, 12), period));
            var late = List.of(loads.get(0), loads.get(1), loads.get(2).jitterNs(random.between(1, 130)));
            for (int i = 0; i < 3; i++) {
                long bound = FixedPriority.of(loads).get(i).boundNs();
                assertEquals(bound, new Transactions(loads, List.of(0L, 0L, 0L), List.of()).boundNs(i), loads.toString());
                List<Long> offsets = List.of(0L, random.between(0, 99), random.between(0, 99));
                assertTrue(new Transactions(loads, offsets, List.of()).boundNs(i) <= bound, loads.toString());
                assertTrue(new Transactions(late, offsets, List.of()).boundNs(i) <= FixedPriority.of(late).get(i).boundNs(),
                        late.toString());
            }
        }
    }
}
