package rtk.board.can;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// Two controllers on boards of their own, on one bus, and nobody else.
class CanControllerModesTest {
    private static final int ON = CanController.ENABLE;

    private final Recorder trace = new Recorder(EventKind.FRAME_START, EventKind.FRAME_END, EventKind.FRAME_RETRY,
            EventKind.FRAME_ERROR,
            EventKind.FRAME_DROPPED, EventKind.DEVICE_NOTE, EventKind.BUS_NODE_STATE);
    private final World world = new World(1, trace);
    private final CanBus bus = new CanBus(world, "can0", 500_000, 2_000_000);
    private final CanController part = new CanController(new Board(world, "a", 1), "can0", bus, 4);
    private final CanController other = new CanController(new Board(world, "b", 1), "can0", bus, 4);

    private void run(long forNs) { world.engine().runUntil(world.nowNs() + forNs); }

    private void mailbox(CanController of, int n, int id, int control) {
        of.write(CanController.TX_ID + n * CanController.TX_STRIDE, id);
        of.write(CanController.TX_CTRL + n * CanController.TX_STRIDE, control | CanController.SEND);
    }

    private long count(String label) { return trace.lines.stream().filter(line -> line.contains(label)).count(); }

    private List<String> started() {
        return trace.lines.stream().filter(line -> line.contains("frame.start")).map(line -> line.split(" ")[5]).toList();
    }

    @Test
    void aLoneControllerIsNotAcknowledgedAndStaysErrorPassive() {
        part.write(CanController.CTRL, ON);
        part.write(CanController.INT_ENABLE, CanController.INT_ERROR_STATE);
        mailbox(part, 0, 0x123, 0);

        run(Ns.ms(20));

        assertEquals(128, part.read(CanController.ERR_COUNT));
        assertEquals(2 | 5 << 8, part.read(CanController.ERR_STATE));
        assertEquals(1, part.read(CanController.TX_PENDING));
        assertEquals(0, count("frame.end"));
        int bits = FrameBits.length(CanFrame.parse("123#"));
        // Once passive: frame up to the ACK slot, passive flag, delimiter, intermission, suspend.
        long period = bits - 8L + 6 + 8 + 3 + 8;
        var starts = trace.lines.stream().filter(line -> line.contains("frame.start"))
                .map(line -> Long.parseLong(line.split(" ")[0])).toList();
        assertEquals(period * 2_000, starts.get(30) - starts.get(29));

        other.write(CanController.CTRL, ON);
        run(Ns.ms(1));
        assertEquals(1, part.read(CanController.TX_DONE));
        assertEquals(127, part.read(CanController.ERR_COUNT));
    }

    @Test
    void twoControllersOnTwoBoardsAcknowledgeEachOther() {
        part.write(CanController.CTRL, ON);
        other.write(CanController.CTRL, ON);
        mailbox(part, 0, 0x123, 0);
        mailbox(other, 0, 0x122, 0);

        run(Ns.ms(1));

        assertEquals(List.of("122", "123"), started());
        assertEquals(0, count("frame.error"));
        assertEquals(0x122, part.read(CanController.RX_ID));
        assertEquals(0x123, other.read(CanController.RX_ID));
    }

    @Test
    void aSingleShotFrameIsGivenUpWhenNobodyAcknowledges() {
        part.write(CanController.CTRL, ON | CanController.SINGLE_SHOT);
        mailbox(part, 3, 0x123, 0);

        run(Ns.ms(1));

        assertEquals(1 << 3, part.read(CanController.TX_FAILED));
        assertEquals(0, part.read(CanController.TX_PENDING));
        assertEquals(1, count("tried once in vain"));
        assertEquals(8, part.read(CanController.ERR_COUNT));
        assertTrue((part.read(CanController.INT_STATUS) & CanController.INT_TX_GIVEN_UP) != 0);
        part.write(CanController.INT_STATUS, CanController.INT_TX_GIVEN_UP);
        assertEquals(0, part.read(CanController.TX_FAILED));
    }

    @Test
    void aSingleShotFrameIsGivenUpWhenItLosesArbitration() {
        part.write(CanController.CTRL, ON | CanController.SINGLE_SHOT);
        other.write(CanController.CTRL, ON);
        mailbox(part, 0, 0x123, 0);
        mailbox(other, 0, 0x122, 0);

        run(Ns.ms(1));

        assertEquals(1, part.read(CanController.TX_FAILED));
        assertEquals(List.of("122"), started());
        assertEquals(0, part.read(CanController.ERR_COUNT));
    }

    @Test
    void anAbortedFrameOnTheWireIsGivenUpIfItsAttemptFails() {
        part.write(CanController.CTRL, ON);
        mailbox(part, 0, 0x123, 0);
        run(Ns.us(10));

        part.write(CanController.TX_ABORT, 1);
        assertEquals(1, part.read(CanController.TX_PENDING));
        run(Ns.ms(1));

        assertEquals(0, part.read(CanController.TX_PENDING));
        assertEquals(1, part.read(CanController.TX_FAILED));
        assertEquals(1, count("aborted"));
    }

    @Test
    void mailboxesMaySendInOrderOfHandOver() {
        part.write(CanController.CTRL, ON | CanController.TX_IN_ORDER);
        other.write(CanController.CTRL, ON);
        mailbox(part, 5, 0x300, 0);
        mailbox(part, 1, 0x100, 0);
        mailbox(part, 0, 0x200, 0);

        run(Ns.ms(1));

        assertEquals(List.of("300", "100", "200"), started());
    }

    @Test
    void fdFramesOfSixtyFourBytesGoThroughTheWindows() {
        part.write(CanController.CTRL, ON | CanController.FD);
        other.write(CanController.CTRL, ON | CanController.FD);
        for (int word = 0; word < 16; word++)
            part.write(CanController.TX_DATA + 2 * CanController.TX_DATA_STRIDE + 4 * word, 0x01010101 * word);
        mailbox(part, 2, 0x123, 64 | CanController.FDF | CanController.BRS);

        run(Ns.ms(1));

        assertEquals(64 | CanController.FDF | CanController.BRS, other.read(CanController.RX_LEN));
        for (int word = 0; word < 16; word++) assertEquals(0x01010101 * word, other.read(CanController.RX_DATA + 4 * word));
        assertEquals(0x01010101, other.read(CanController.RX_DATA1));
        long endNs = bus.durationNs(CanFrame.fd(0x123, false, true, false, bytes()));
        assertEquals(endNs, part.read(CanController.TX_TIME_LO));
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[64];
        for (int i = 0; i < 64; i++) bytes[i] = (byte) (i / 4);
        return bytes;
    }

    @Test
    void fdLengthsAreRoundedUpAndFdFramesNeedFd() {
        part.write(CanController.CTRL, ON | CanController.FD);
        part.write(CanController.TX_CTRL, 33 | CanController.FDF);
        assertEquals(48 | CanController.FDF, part.read(CanController.TX_CTRL));

        other.write(CanController.CTRL, ON);
        other.write(CanController.TX_CTRL, 33 | CanController.FDF);
        assertEquals(8, other.read(CanController.TX_CTRL));
        assertEquals(1, count("fd is off"));
    }

    @Test
    void anFdFrameIsNotAcknowledgedByAControllerWithoutFd() {
        part.write(CanController.CTRL, ON | CanController.FD | CanController.SINGLE_SHOT);
        other.write(CanController.CTRL, ON);
        mailbox(part, 0, 0x123, 8 | CanController.FDF);

        run(Ns.ms(1));

        assertEquals(1, part.read(CanController.TX_FAILED));
        assertEquals(0, other.read(CanController.RX_COUNT));
    }

    @Test
    void aListeningControllerHearsAndDoesNotAcknowledge() {
        part.write(CanController.CTRL, ON | CanController.SINGLE_SHOT);
        other.write(CanController.CTRL, ON | CanController.LISTEN_ONLY);
        mailbox(part, 0, 0x123, 0);
        mailbox(other, 0, 0x122, 0);

        run(Ns.ms(1));

        assertEquals(1, part.read(CanController.TX_FAILED));
        assertEquals(List.of("123"), started());
        assertEquals(0, other.read(CanController.ERR_COUNT));
    }

    @Test
    void aLoopedBackFrameTakesItsTimeAndTouchesNoBus() {
        part.write(CanController.CTRL, ON | CanController.LOOPBACK);
        mailbox(part, 0, 0x123, 0);

        run(Ns.us(89));
        assertEquals(0, part.read(CanController.TX_DONE));
        run(Ns.us(1));

        assertEquals(1, part.read(CanController.TX_DONE));
        assertEquals(0x123, part.read(CanController.RX_ID));
        assertEquals(0, bus.frameCount());
    }

    @Test
    void ownFramesAreReceivedIfAskedFor() {
        part.write(CanController.CTRL, ON | CanController.SELF_RECEIVE);
        other.write(CanController.CTRL, ON);
        mailbox(part, 0, 0x123, 0);

        run(Ns.ms(1));

        assertEquals(1, part.read(CanController.RX_COUNT));
        assertEquals(1, other.read(CanController.RX_COUNT));
    }

    @Test
    void busOffLastsUntilRecoveryIsAskedFor() {
        part.write(CanController.CTRL, ON | CanController.MANUAL_RECOVERY);
        other.write(CanController.CTRL, ON);
        bus.faults().stuck(CanFaults.Level.DOMINANT, new CanFaults.Window(Ns.us(50), Ns.ms(2)));
        mailbox(part, 0, 0x123, 0);
        run(Ns.ms(10));

        assertEquals(3, part.read(CanController.ERR_STATE) & 7);
        assertEquals(256, part.read(CanController.ERR_COUNT) & 0x1ff);
        assertEquals(1, part.read(CanController.TX_PENDING));
        part.write(CanController.RECOVER, 1);
        assertEquals(4, part.read(CanController.ERR_STATE) & 7);
        run(128 * 11 * 2_000 - 1);
        assertEquals(4, part.read(CanController.ERR_STATE) & 7);
        run(Ns.ms(1));

        assertEquals(0, part.read(CanController.ERR_STATE) & 7);
        assertEquals(1, part.read(CanController.TX_DONE));
    }

    @Test
    void aControllerWithAnotherRateStaysOffTheBus() {
        part.write(CanController.BIT_TIMING, other.read(CanController.BIT_TIMING) + (1 << 16));
        part.write(CanController.CTRL, ON);

        assertEquals(1, count("bit rate is not the bus's"));
        assertTrue((part.read(CanController.STATUS) & CanController.STATUS_OFF_RATE) != 0);
        part.write(CanController.CTRL, 0);
        part.write(CanController.BIT_TIMING, other.read(CanController.BIT_TIMING));
        part.write(CanController.CTRL, ON);
        assertEquals(0, part.read(CanController.STATUS) & CanController.STATUS_OFF_RATE);
    }

    /// From the ACK delimiter on 11 recessive bits pass until the end of intermission: it is there for the next frame, not for this one.
    @Test
    void aControllerThatIsSwitchedOnAmidAFrameJoinsAfterIt() {
        part.write(CanController.CTRL, ON);
        var node = new QueueingNode(bus, "node", "can-message", false);
        node.send(CanFrame.parse("100#"));
        node.send(CanFrame.parse("101#"));
        world.engine().at(SimEvent.of(Rank.DEVICE, () -> other.write(CanController.CTRL, ON)), Ns.us(30));

        run(Ns.ms(1));

        assertEquals(2, part.read(CanController.RX_COUNT));
        assertEquals(1, other.read(CanController.RX_COUNT));
        assertEquals(0x101, other.read(CanController.RX_ID));
        assertEquals(0, count("frame.error"));
    }
}
