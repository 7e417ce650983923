package rtk.resmgr;

import java.util.ArrayDeque;
import java.util.Iterator;
import rtk.kernel.api.Errno;

/// Requests that wait for the device: reads for data, or writes for room. First come, first served; at most [#HELD_MAX].
public final class HeldRequests {
    /// Requests that may wait at a time; one more fails with EBUSY.
    public static final int HELD_MAX = 64;

    /// What serves a request.
    @FunctionalInterface
    public interface Attempt {
        /// @return the answer, or null if it cannot be given yet
        Reply attempt();
    }

    private record Waiting(Request request, Attempt attempt) {}

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    /// Answers a request at once if that can be, else keeps it, or fails it if its descriptor does not want to wait.
    public Reply answerOrHold(Request request, Ocb ocb, Attempt attempt) {
        if (waiting.isEmpty()) {
            var reply = attempt.attempt();
            if (reply != null) return reply;
        }
        if (ocb.nonblocking()) return new Reply.Fail(Errno.EAGAIN);
        if (waiting.size() == HELD_MAX) return new Reply.Fail(Errno.EBUSY);
        waiting.add(new Waiting(request, attempt));
        return Reply.LATER;
    }

    /// Things have changed: answers as many as can be.
    public void serve(ResourceManager manager) {
        while (!waiting.isEmpty()) {
            var first = waiting.peek();
            var reply = first.attempt.attempt();
            if (reply == null) return;
            waiting.remove();
            manager.answer(first.request, reply);
        }
    }

    /// Its client wants out.
    public void forget(Request request) {
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext();) {
            if (all.next().request.rcvid() == request.rcvid()) all.remove();
        }
    }

    public boolean isEmpty() { return waiting.isEmpty(); }
}
