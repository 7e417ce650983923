package rtk.resmgr.dev;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.List;
import rtk.board.can.CanController;
import rtk.board.can.ErrorState;
import rtk.kernel.api.DeviceMemory;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Attr;
import rtk.resmgr.HeldRequests;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Ocb;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// The program `dev-can`, driver of a [CanController]. Argument: the controller's name, such as `can0`.
///
/// | name | read | write |
/// |---|---|---|
/// | `/dev/can0/rx0` | as many [CanRecord]s as there are and the buffer holds; waits for one | – |
/// | `/dev/can0/tx0` | – | [CanRecord]s; takes as many as the queue has room for; waits for room for one |
/// | `/dev/can0/rxfd0`, `/dev/can0/txfd0` | as above, for CAN FD frames: [CanFdRecord]s; on a bus with a data bit rate only | |
///
/// Every frame received goes to one reader, whoever asks first. Frames wait in a queue of [#RX_QUEUE_MAX] for each format; when it is full the
/// newest is dropped, counted, and traced as `can rx dropped`. Frames to be sent wait in a queue of [#TX_QUEUE_MAX]; of equal
/// identifiers they keep their order, since only one of them is in a mailbox at a time. `fsync` of a name for sending waits until
/// all that was written is on the wire, acknowledged by the other nodes.
///
/// | devctl, on either name | data | answer |
/// |---|---|---|
/// | [#DCMD_COUNTERS] | 32 bytes | u32 each: received, dropped by this queue, lost by the controller, sent to mailboxes, waiting to be read, most that ever waited, waiting to be sent, 0 |
/// | [#DCMD_FILTER_ADD] | u32 match, u32 mask | number of the controller's filter, which is now on; ENOSPC |
/// | [#DCMD_FILTER_CLEAR] | – | all filters off: every frame passes |
/// | [#DCMD_STATUS] | 64 bytes | [CanStatus]: error state and counters, overflows, queue sizes, bit timing |
///
/// A change of the controller's error state interrupts, is counted, and traced as `can error state` with its number ([CanStatus]). The
/// controller comes back from bus-off by itself; frames that wait are sent then.
///
/// ## Why a pulse
/// The interrupt comes as a pulse of InterruptAttachEvent, not to a thread in InterruptWait: the queues then belong to the one thread that
/// also serves the clients, without a mutex, and requests and interrupts are taken in one order, by priority. The price is
/// that an interrupt waits while a request is served, some register accesses at most; the kernel keeps the line masked from the
/// interrupt until the FIFO is empty, so the load is bounded too. The pulse has the priority that the driver was started with, since
/// what it runs at later is its last client's.
public final class CanManager implements Program {
    public static final int RX_QUEUE_MAX = 256;
    public static final int TX_QUEUE_MAX = 64;
    public static final int DCMD_COUNTERS = 1;
    public static final int DCMD_FILTER_ADD = 2;
    public static final int DCMD_FILTER_CLEAR = 3;
    public static final int DCMD_STATUS = 4;
    private static final int COUNTERS_BYTES = 32;
    private static final int ERROR_STATE_BITS = 7;
    private static final int LENGTH_BITS = 0x7f;

    private KernelCalls k;
    private ResourceManager manager;
    private DeviceMemory registers;
    private int irq;
    private int mailboxes;
    private int filters;
    private int filtersUsed;

    private final CanReceiveQueue rx = new CanReceiveQueue(this, CanRecord.BYTES);
    private final CanReceiveQueue rxFd = new CanReceiveQueue(this, CanFdRecord.BYTES);
    private final ArrayDeque<CanOutgoing> tx = new ArrayDeque<>();
    private final HeldRequests writers = new HeldRequests();
    /// Those who wait until all is sent.
    private final HeldRequests syncers = new HeldRequests();
    private int[] mailboxId;
    private int received;
    private int dropped;
    private int sent;
    private boolean txInterruptOn;
    private int errorState;
    /// How often each [rtk.board.can.ErrorState] was seen to begin.
    private final int[] stateChanges = new int[ERROR_STATE_BITS + 1];

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var device = SystemPage.find(k, "can-controller", args);
        registers = k.mapDevice(device.address());
        irq = device.irq();
        int config = registers.read(CanController.CONFIG);
        mailboxes = config >> 16 & 0xff;
        filters = config >>> 24;
        mailboxId = new int[mailboxes];

        manager = new ResourceManager(k);
        manager.attach(new Attr("/dev/" + device.name() + "/rx0", true, false), rx);
        manager.attach(new Attr("/dev/" + device.name() + "/tx0", false, true), new Sending(CanRecord.BYTES));
        boolean fd = registers.read(CanController.DATA_TIMING) != 0;
        if (fd) {
            manager.attach(new Attr("/dev/" + device.name() + "/rxfd0", true, false), rxFd);
            manager.attach(new Attr("/dev/" + device.name() + "/txfd0", false, true), new Sending(CanFdRecord.BYTES));
        }
        k.interruptAttachEvent(irq, manager.onPulse(k.priority(), value -> interrupt()));
        registers.write(CanController.CTRL, CanController.ENABLE | (fd ? CanController.FD : 0));
        enableInterrupts(false);
        manager.run();
        return 0;
    }

    private final class Sending implements IoFunctions {
        private final int recordBytes;

        Sending(int recordBytes) { this.recordBytes = recordBytes; }

        @Override
        public Reply write(Request request, Ocb ocb, byte[] bytes) {
            if (bytes.length % recordBytes != 0) return new Reply.Fail(Errno.EINVAL);
            for (int at = 0; at < bytes.length; at += recordBytes) {
                if (!isValid(bytes, at)) return new Reply.Fail(Errno.EINVAL);
            }
            return writers.answerOrHold(request, ocb, () -> put(bytes));
        }

        private boolean isFd() { return recordBytes == CanFdRecord.BYTES; }

        private boolean isValid(byte[] bytes, int at) {
            return isFd() ? CanFdRecord.isValid(bytes, at) : CanRecord.in(bytes, at).isValid();
        }

        private Reply put(byte[] bytes) {
            int room = TX_QUEUE_MAX - tx.size();
            if (room == 0) return null;
            int taken = Math.min(bytes.length, room * recordBytes);
            for (int at = 0; at < taken; at += recordBytes) {
                tx.add(isFd() ? CanOutgoing.of(CanFdRecord.in(bytes, at)) : CanOutgoing.of(CanRecord.in(bytes, at)));
            }
            fillMailboxes();
            return new Reply.Count(taken);
        }

        @Override
        public Reply devctl(Request request, Ocb ocb, int dcmd, byte[] data) { return control(dcmd, data); }

        @Override
        public long room(Ocb ocb) { return (long) (TX_QUEUE_MAX - tx.size()) * recordBytes; }

        @Override
        public Reply sync(Request request, Ocb ocb) {
            Reply reply = syncers.answerOrHold(request, ocb, () -> isAllSent() ? Reply.DONE : null);
            if (!syncers.isEmpty() && !txInterruptOn) enableInterrupts(true); // at once, if an end of a transmission was not looked at yet
            return reply;
        }

        @Override
        public void unblock(Request request, Ocb ocb) {
            writers.forget(request);
            syncers.forget(request);
        }
    }

    /// The error state has its turn when no frame waits; until then it keeps the line up.
    private void interrupt() {
        if (drain() == 0) noteErrorState();
        if (txInterruptOn) fillMailboxes();
        k.interruptUnmask(irq);
        rx.serve(manager);
        rxFd.serve(manager);
        writers.serve(manager);
        syncers.serve(manager);
    }

    private boolean isAllSent() { return tx.isEmpty() && registers.read(CanController.TX_PENDING) == 0; }

    /// Takes what is in the FIFO now; a frame that comes meanwhile keeps the line up and interrupts again.
    ///
    /// @return how many frames there were
    private int drain() {
        int frames = registers.read(CanController.RX_COUNT);
        for (int count = frames; count > 0; count--) {
            int id = registers.read(CanController.RX_ID);
            int length = registers.read(CanController.RX_LEN);
            var words = new int[(length & CanController.FDF) == 0 ? 2 : ((length & LENGTH_BITS) + 3) / 4];
            for (int word = 0; word < words.length; word++) {
                words[word] = registers.read(word < 2 ? CanController.RX_DATA0 + 4 * word : CanController.RX_DATA + 4 * word);
            }
            long timeNs = (registers.read(CanController.RX_TIME_LO) & 0xffff_ffffL)
                    | (long) registers.read(CanController.RX_TIME_HI) << 32;
            registers.write(CanController.RX_POP, 0);
            received++;
            receive(id, length, timeNs, words);
        }
        return frames;
    }

    private void receive(int id, int length, long timeNs, int[] words) {
        boolean isFd = (length & CanController.FDF) != 0;
        var queue = isFd ? rxFd : rx;
        if (queue.isFull()) {
            k.trace("can rx dropped", ++dropped);
            return;
        }
        var bytes = new byte[isFd ? CanFdRecord.BYTES : CanRecord.BYTES];
        if (isFd) {
            var data = new byte[length & LENGTH_BITS];
            for (int at = 0; at < data.length; at++) data[at] = (byte) (words[at / 4] >> (at % 4 * 8));
            new CanFdRecord(id, (length & CanController.BRS) != 0, (length & CanController.ESI) != 0, timeNs, data).into(bytes,
                    0);
        } else {
            long data = (long) Integer.reverseBytes(words[0]) << 32 | (Integer.reverseBytes(words[1]) & 0xffff_ffffL);
            new CanRecord(id, length & 15, timeNs, data).into(bytes, 0);
        }
        queue.add(bytes);
    }

    private void noteErrorState() {
        if ((registers.read(CanController.INT_STATUS) & CanController.INT_ERROR_STATE) == 0) return;
        registers.write(CanController.INT_STATUS, CanController.INT_ERROR_STATE);
        int state = registers.read(CanController.ERR_STATE) & ERROR_STATE_BITS;
        if (state == errorState) return;
        // It comes back by itself, and may be on its way before anybody has seen it bus-off.
        boolean unseen = state == ErrorState.RECOVERING.ordinal() && errorState != ErrorState.BUS_OFF.ordinal();
        if (unseen) stateChanges[ErrorState.BUS_OFF.ordinal()]++;
        errorState = state;
        stateChanges[state]++;
        k.trace("can error state", state);
    }

    /// Moves frames from the queue to free mailboxes, and has the controller interrupt if some must stay behind. A frame that
    /// is sent after TX_DONE was cleared sets it again, so that no end of a transmission is missed.
    private void fillMailboxes() {
        registers.write(CanController.TX_DONE, -1);
        int pending = registers.read(CanController.TX_PENDING);
        while (!tx.isEmpty() && pending != (1 << mailboxes) - 1) {
            var frame = nextToSend(pending);
            if (frame == null) break;
            int free = Integer.numberOfTrailingZeros(~pending);
            send(free, frame);
            pending |= 1 << free;
        }
        boolean needsInterrupt = !tx.isEmpty() || !syncers.isEmpty();
        if (txInterruptOn != needsInterrupt) enableInterrupts(needsInterrupt);
    }

    /// The oldest frame whose identifier is in no mailbox, taken from the queue; null if there is none.
    private CanOutgoing nextToSend(int pending) {
        for (var all = tx.iterator(); all.hasNext();) {
            var frame = all.next();
            if (!isPending(frame.idWithFlags(), pending)) {
                all.remove();
                return frame;
            }
        }
        return null;
    }

    private boolean isPending(int id, int pending) {
        for (int index = 0; index < mailboxes; index++) {
            if ((pending >> index & 1) != 0 && mailboxId[index] == id) return true;
        }
        return false;
    }

    private void send(int mailbox, CanOutgoing frame) {
        int base = mailbox * CanController.TX_STRIDE;
        registers.write(base + CanController.TX_ID, frame.idWithFlags());
        for (int word = 0; word < frame.words().length; word++) {
            registers.write(word < 2
                    ? base + CanController.TX_DATA0 + 4 * word
                    : CanController.TX_DATA + mailbox * CanController.TX_DATA_STRIDE + 4 * word, frame.words()[word]);
        }
        registers.write(base + CanController.TX_CTRL, frame.control() | CanController.SEND);
        mailboxId[mailbox] = frame.idWithFlags();
        sent++;
    }

    private void enableInterrupts(boolean txToo) {
        txInterruptOn = txToo;
        registers.write(CanController.INT_ENABLE,
                CanController.INT_RX | CanController.INT_ERROR_STATE | (txToo ? CanController.INT_TX : 0));
    }

    Reply control(int dcmd, byte[] data) {
        return switch (dcmd) {
            case DCMD_COUNTERS -> counters(data.length);
            case DCMD_FILTER_ADD -> addFilter(data);
            case DCMD_FILTER_CLEAR -> {
                filtersUsed = 0;
                registers.write(CanController.FILTER_ENABLE, 0);
                yield Reply.DONE;
            }
            case DCMD_STATUS -> data.length < CanStatus.BYTES ? new Reply.Fail(Errno.EINVAL) : new Reply.Data(status().bytes());
            default -> new Reply.Fail(Errno.ENOTTY);
        };
    }

    private Reply counters(int room) {
        if (room < COUNTERS_BYTES) return new Reply.Fail(Errno.EINVAL);
        var bytes = ByteBuffer.allocate(COUNTERS_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(received).putInt(dropped).putInt(registers.read(CanController.RX_LOST)).putInt(sent).putInt(rx.size())
                .putInt(rx.mostWaiting()).putInt(tx.size()).putInt(0);
        return new Reply.Data(bytes.array());
    }

    private CanStatus status() {
        int state = registers.read(CanController.ERR_STATE);
        int counts = registers.read(CanController.ERR_COUNT);
        int config = registers.read(CanController.CONFIG);
        return new CanStatus(state & ERROR_STATE_BITS, state >> 8 & 7, counts & 0x1ff, counts >> 16 & 0xff,
                stateChanges[ErrorState.ERROR_WARNING.ordinal()], stateChanges[ErrorState.ERROR_PASSIVE.ordinal()],
                stateChanges[ErrorState.BUS_OFF.ordinal()], registers.read(CanController.RX_LOST), dropped, RX_QUEUE_MAX,
                TX_QUEUE_MAX, mailboxes, filters, config & 0xffff, registers.read(CanController.BIT_TIMING),
                registers.read(CanController.DATA_TIMING));
    }

    private Reply addFilter(byte[] data) {
        if (data.length < 8) return new Reply.Fail(Errno.EINVAL);
        if (filtersUsed == filters) return new Reply.Fail(Errno.ENOSPC);
        var fields = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        int base = filtersUsed * CanController.FILTER_STRIDE;
        registers.write(base + CanController.FILTER_MATCH, fields.getInt(0));
        registers.write(base + CanController.FILTER_MASK, fields.getInt(4));
        filtersUsed++;
        registers.write(CanController.FILTER_ENABLE, (1 << filtersUsed) - 1);
        return new Reply.Count(filtersUsed - 1);
    }
}
