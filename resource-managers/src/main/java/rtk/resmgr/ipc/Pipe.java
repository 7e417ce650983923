package rtk.resmgr.ipc;

import java.util.TreeMap;
import rtk.kernel.api.Errno;
import rtk.resmgr.ByteRing;
import rtk.resmgr.HeldRequests;
import rtk.resmgr.Ocb;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// One pipe: bytes on their way, who has it open, and who waits at either end.
///
/// Those who wait at an end are served in the order in which they came. The bytes of one write stay together, also if it was
/// longer than [#PIPE_BUF]: writers behind it wait.
final class Pipe {
    /// A write of so many bytes is taken whole or not at all.
    static final int PIPE_BUF = 4096;
    /// Bytes on their way, at most.
    static final int CAPACITY = 4 * PIPE_BUF;

    private final ResourceManager manager;
    private final ByteRing bytes = new ByteRing(CAPACITY);
    private final HeldRequests readRequests = new HeldRequests();
    private final HeldRequests writeRequests = new HeldRequests();
    /// What was taken of a write that waits for room for the rest, by rcvid.
    private final TreeMap<Integer, Integer> taken = new TreeMap<>();
    private int readers;
    private int writers;
    /// Since the pipe was last empty and closed: what nobody has now, but had, was left.
    private boolean hadReader;
    private boolean hadWriter;
    /// Grows with every byte moved, so that [#settle] sees when it is done.
    private long moved;

    Pipe(ResourceManager manager) { this.manager = manager; }

    int size() { return bytes.size(); }

    Reply open(Ocb ocb) {
        if (!ocb.mayRead() && readers == 0 && ocb.nonblocking()) return new Reply.Fail(Errno.ENXIO);
        ocb.setState(this);
        if (ocb.mayRead()) {
            readers++;
            hadReader = true;
        }
        if (ocb.mayWrite()) {
            writers++;
            hadWriter = true;
        }
        return Reply.DONE;
    }

    /// @return whether nobody has it open now; then it is empty, and as new
    boolean close(Ocb ocb) {
        if (ocb.mayRead()) readers--;
        if (ocb.mayWrite()) writers--;
        settle();
        if (readers + writers > 0) return false;
        bytes.remove(CAPACITY);
        hadReader = false;
        hadWriter = false;
        return true;
    }

    Reply read(Request request, Ocb ocb, int nbytes) {
        var reply = readRequests.answerOrHold(request, ocb, () -> take(nbytes));
        settle();
        return reply;
    }

    Reply write(Request request, Ocb ocb, byte[] data) {
        var reply = writeRequests.answerOrHold(request, ocb, () -> put(request, data, ocb.nonblocking()));
        settle();
        return reply;
    }

    /// A writer that wants out after part of its bytes were taken is told how many.
    void unblock(Request request) {
        readRequests.forget(request);
        writeRequests.forget(request);
        var count = taken.remove(request.rcvid());
        if (count != null && count > 0) manager.answer(request, new Reply.Count(count));
        settle();
    }

    private Reply take(int countMax) {
        if (bytes.isEmpty()) return writers == 0 && (hadWriter || readers == 0) ? Reply.DONE : null;
        var data = bytes.remove(countMax);
        moved += data.length;
        return new Reply.Data(data);
    }

    private Reply put(Request request, byte[] data, boolean nonblocking) {
        if (readers == 0 && (hadReader || writers == 0)) {
            taken.remove(request.rcvid());
            return new Reply.Fail(Errno.EPIPE);
        }
        if (data.length <= PIPE_BUF && data.length > bytes.room()) return null;
        int before = taken.getOrDefault(request.rcvid(), 0);
        int count = Math.min(bytes.room(), data.length - before);
        for (int index = 0; index < count; index++) bytes.add(data[before + index]);
        moved += count;
        int after = before + count;
        if (after == data.length || (nonblocking && after > 0)) {
            taken.remove(request.rcvid());
            return new Reply.Count(after);
        }
        if (!nonblocking) taken.put(request.rcvid(), after);
        return null;
    }

    /// Moves on whoever can be, until nobody can.
    private void settle() {
        long before;
        do {
            before = moved;
            writeRequests.serve(manager);
            readRequests.serve(manager);
        } while (moved != before);
    }
}
