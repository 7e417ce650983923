package rtk.resmgr.dev;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.List;
import rtk.board.can.CanController;
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
///
/// Every frame received goes to one reader, whoever asks first. Frames wait in a queue of [#RX_QUEUE_MAX]; when it is full the newest
/// is dropped, counted, and traced as `can rx dropped`. Frames to be sent wait in a queue of [#TX_QUEUE_MAX]; of equal
/// identifiers they keep their order, since only one of them is in a mailbox at a time.
///
/// | devctl, on either name | data | answer |
/// |---|---|---|
/// | [#DCMD_COUNTERS] | 32 bytes | u32 each: received, dropped by this queue, lost by the controller, sent to mailboxes, waiting to be read, most that ever waited, waiting to be sent, 0 |
/// | [#DCMD_FILTER_ADD] | u32 match, u32 mask | number of the controller's filter, which is now on; ENOSPC |
/// | [#DCMD_FILTER_CLEAR] | – | all filters off: every frame passes |
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
    private static final int COUNTERS_BYTES = 32;

    private KernelCalls k;
    private ResourceManager manager;
    private DeviceMemory registers;
    private int irq;
    private int mailboxes;
    private int filters;
    private int filtersUsed;

    private final ArrayDeque<CanRecord> rx = new ArrayDeque<>();
    private final ArrayDeque<CanRecord> tx = new ArrayDeque<>();
    private final HeldRequests readers = new HeldRequests();
    private final HeldRequests writers = new HeldRequests();
    private int[] mailboxId;
    private int received;
    private int dropped;
    private int sent;
    private int mostWaiting;
    private boolean txInterruptOn;

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
        manager.attach(new Attr("/dev/" + device.name() + "/rx0", true, false), new Receiving());
        manager.attach(new Attr("/dev/" + device.name() + "/tx0", false, true), new Sending());
        k.interruptAttachEvent(irq, manager.onPulse(k.priority(), value -> interrupt()));
        registers.write(CanController.CTRL, CanController.ENABLE);
        enableInterrupts(false);
        manager.run();
        return 0;
    }

    private final class Receiving implements IoFunctions {
        @Override
        public Reply read(Request request, Ocb ocb, int nbytes) {
            if (nbytes < CanRecord.BYTES) return new Reply.Fail(Errno.EMSGSIZE);
            return readers.answerOrHold(request, ocb, () -> take(nbytes / CanRecord.BYTES));
        }

        @Override
        public Reply devctl(Request request, Ocb ocb, int dcmd, byte[] data) { return control(dcmd, data); }

        @Override
        public long available(Ocb ocb) { return (long) rx.size() * CanRecord.BYTES; }

        @Override
        public void unblock(Request request, Ocb ocb) { readers.forget(request); }
    }

    private final class Sending implements IoFunctions {
        @Override
        public Reply write(Request request, Ocb ocb, byte[] bytes) {
            if (bytes.length % CanRecord.BYTES != 0) return new Reply.Fail(Errno.EINVAL);
            for (int at = 0; at < bytes.length; at += CanRecord.BYTES) {
                if (!CanRecord.in(bytes, at).isValid()) return new Reply.Fail(Errno.EINVAL);
            }
            return writers.answerOrHold(request, ocb, () -> put(bytes));
        }

        @Override
        public Reply devctl(Request request, Ocb ocb, int dcmd, byte[] data) { return control(dcmd, data); }

        @Override
        public long room(Ocb ocb) { return (long) (TX_QUEUE_MAX - tx.size()) * CanRecord.BYTES; }

        @Override
        public void unblock(Request request, Ocb ocb) { writers.forget(request); }
    }

    private void interrupt() {
        drain();
        if (txInterruptOn) fillMailboxes();
        k.interruptUnmask(irq);
        readers.serve(manager);
        writers.serve(manager);
    }

    /// Takes what is in the FIFO now; a frame that comes meanwhile keeps the line up and interrupts again.
    private void drain() {
        for (int count = registers.read(CanController.RX_COUNT); count > 0; count--) {
            int id = registers.read(CanController.RX_ID);
            int length = registers.read(CanController.RX_LEN) & 15;
            long data = (long) Integer.reverseBytes(registers.read(CanController.RX_DATA0)) << 32
                    | (Integer.reverseBytes(registers.read(CanController.RX_DATA1)) & 0xffff_ffffL);
            long timeNs = (registers.read(CanController.RX_TIME_LO) & 0xffff_ffffL)
                    | (long) registers.read(CanController.RX_TIME_HI) << 32;
            registers.write(CanController.RX_POP, 0);
            received++;
            if (rx.size() == RX_QUEUE_MAX) {
                k.trace("can rx dropped", ++dropped);
            } else {
                rx.add(new CanRecord(id, length, timeNs, data));
                mostWaiting = Math.max(mostWaiting, rx.size());
            }
        }
    }

    private Reply take(int recordsMax) {
        int count = Math.min(recordsMax, rx.size());
        if (count == 0) return null;
        var bytes = new byte[count * CanRecord.BYTES];
        for (int index = 0; index < count; index++) rx.remove().into(bytes, index * CanRecord.BYTES);
        return new Reply.Data(bytes);
    }

    private Reply put(byte[] bytes) {
        int room = TX_QUEUE_MAX - tx.size();
        if (room == 0) return null;
        int taken = Math.min(bytes.length, room * CanRecord.BYTES);
        for (int at = 0; at < taken; at += CanRecord.BYTES) tx.add(CanRecord.in(bytes, at));
        fillMailboxes();
        return new Reply.Count(taken);
    }

    /// Moves frames from the queue to free mailboxes, and has the controller interrupt if some must stay behind. A frame that
    /// is sent after TX_DONE was cleared sets it again, so that no end of a transmission is missed.
    private void fillMailboxes() {
        registers.write(CanController.TX_DONE, -1);
        int pending = registers.read(CanController.TX_PENDING);
        while (!tx.isEmpty() && pending != (1 << mailboxes) - 1) {
            var record = nextToSend(pending);
            if (record == null) break;
            int free = Integer.numberOfTrailingZeros(~pending);
            send(free, record);
            pending |= 1 << free;
        }
        if (txInterruptOn == tx.isEmpty()) enableInterrupts(!tx.isEmpty());
    }

    /// The oldest frame whose identifier is in no mailbox, taken from the queue; null if there is none.
    private CanRecord nextToSend(int pending) {
        for (var all = tx.iterator(); all.hasNext();) {
            var record = all.next();
            if (!isPending(record.idWithFlags(), pending)) {
                all.remove();
                return record;
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

    private void send(int mailbox, CanRecord record) {
        int base = mailbox * CanController.TX_STRIDE;
        registers.write(base + CanController.TX_ID, record.idWithFlags());
        registers.write(base + CanController.TX_DATA0, Integer.reverseBytes((int) (record.data() >>> 32)));
        registers.write(base + CanController.TX_DATA1, Integer.reverseBytes((int) record.data()));
        registers.write(base + CanController.TX_CTRL, record.length() | CanController.SEND);
        mailboxId[mailbox] = record.idWithFlags();
        sent++;
    }

    private void enableInterrupts(boolean txToo) {
        txInterruptOn = txToo;
        registers.write(CanController.INT_ENABLE, CanController.INT_RX | (txToo ? CanController.INT_TX : 0));
    }

    private Reply control(int dcmd, byte[] data) {
        return switch (dcmd) {
            case DCMD_COUNTERS -> counters(data.length);
            case DCMD_FILTER_ADD -> addFilter(data);
            case DCMD_FILTER_CLEAR -> {
                filtersUsed = 0;
                registers.write(CanController.FILTER_ENABLE, 0);
                yield Reply.DONE;
            }
            default -> new Reply.Fail(Errno.ENOTTY);
        };
    }

    private Reply counters(int room) {
        if (room < COUNTERS_BYTES) return new Reply.Fail(Errno.EINVAL);
        var bytes = ByteBuffer.allocate(COUNTERS_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(received).putInt(dropped).putInt(registers.read(CanController.RX_LOST)).putInt(sent).putInt(rx.size())
                .putInt(mostWaiting).putInt(tx.size()).putInt(0);
        return new Reply.Data(bytes.array());
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
