package rtk.resmgr.dev;

import java.util.ArrayDeque;
import rtk.kernel.api.Errno;
import rtk.resmgr.HeldRequests;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Ocb;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// Frames of one format that wait for their readers, as records, and how they are read. Each goes to one reader, whoever asks first.
final class CanReceiveQueue implements IoFunctions {
    private final CanManager driver;
    private final int recordBytes;
    private final ArrayDeque<byte[]> records = new ArrayDeque<>();
    private final HeldRequests readers = new HeldRequests();
    private int mostWaiting;

    CanReceiveQueue(CanManager driver, int recordBytes) {
        this.driver = driver;
        this.recordBytes = recordBytes;
    }

    boolean isFull() { return records.size() == CanManager.RX_QUEUE_MAX; }

    void add(byte[] record) {
        records.add(record);
        mostWaiting = Math.max(mostWaiting, records.size());
    }

    int size() { return records.size(); }

    int mostWaiting() { return mostWaiting; }

    void serve(ResourceManager manager) { readers.serve(manager); }

    @Override
    public Reply read(Request request, Ocb ocb, int nbytes) {
        if (nbytes < recordBytes) return new Reply.Fail(Errno.EMSGSIZE);
        return readers.answerOrHold(request, ocb, () -> take(nbytes / recordBytes));
    }

    private Reply take(int recordsMax) {
        int count = Math.min(recordsMax, records.size());
        if (count == 0) return null;
        var bytes = new byte[count * recordBytes];
        for (int index = 0; index < count; index++) {
            System.arraycopy(records.remove(), 0, bytes, index * recordBytes, recordBytes);
        }
        return new Reply.Data(bytes);
    }

    @Override
    public Reply devctl(Request request, Ocb ocb, int dcmd, byte[] data) { return driver.control(dcmd, data); }

    @Override
    public long available(Ocb ocb) { return (long) records.size() * recordBytes; }

    @Override
    public void unblock(Request request, Ocb ocb) { readers.forget(request); }
}
