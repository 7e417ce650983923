package rtk.resmgr.ipc;

import java.util.Comparator;
import java.util.TreeSet;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.resmgr.HeldRequests;
import rtk.resmgr.Ocb;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// Requests that wait in order of their senders' priority, equal ones first come, first served; at most [HeldRequests#HELD_MAX].
/// The priority is the one that the sender had when it began to wait.
final class Waiters {
    private record Waiting(int priority, long number, Request request, HeldRequests.Attempt attempt) {}

    private static final Comparator<Waiting> ORDER = Comparator.comparingInt((Waiting waiting) -> -waiting.priority)
            .thenComparingLong(Waiting::number);

    private final KernelCalls k;
    private final ResourceManager manager;
    private final TreeSet<Waiting> waiting = new TreeSet<>(ORDER);
    private final MsgInfo info = new MsgInfo();
    private long lastNumber;

    Waiters(KernelCalls k, ResourceManager manager) {
        this.k = k;
        this.manager = manager;
    }

    boolean isEmpty() { return waiting.isEmpty(); }

    /// Answers a request at once if that can be, else keeps it, or fails it if its descriptor does not want to wait.
    Reply answerOrHold(Request request, Ocb ocb, HeldRequests.Attempt attempt) {
        var reply = attempt.attempt();
        if (reply != null) return reply;
        if (ocb.nonblocking()) return new Reply.Fail(Errno.EAGAIN);
        if (waiting.size() == HeldRequests.HELD_MAX) return new Reply.Fail(Errno.EBUSY);
        k.msgInfo(request.rcvid(), info);
        waiting.add(new Waiting(info.priority, ++lastNumber, request, attempt));
        return Reply.LATER;
    }

    /// Lets the first one try again.
    ///
    /// @return whether it could be answered
    boolean serveFirst() {
        if (waiting.isEmpty()) return false;
        var first = waiting.getFirst();
        var reply = first.attempt.attempt();
        if (reply == null) return false;
        waiting.remove(first);
        manager.answer(first.request, reply);
        return true;
    }

    /// Its client wants out.
    void forget(Request request) { waiting.removeIf(one -> one.request.rcvid() == request.rcvid()); }
}
