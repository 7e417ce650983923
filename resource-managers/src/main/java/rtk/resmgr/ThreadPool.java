package rtk.resmgr;

import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.ThreadAttr;

/// The threads that receive on one channel: QNX's `thread_pool_create`, `thread_pool_start`. The thread that calls [#run] is one
/// of them, and never leaves.
final class ThreadPool {
    /// What a thread does.
    interface Work {
        /// Waits for a message or pulse.
        int receive(Incoming in);

        void handle(int rcvid, Incoming in);
    }

    private final KernelCalls k;
    private final PoolSize size;
    private final Work work;
    private final int priority;
    private int threads = 1;
    /// Threads that wait for a message, or are on the way there.
    private int waiting = 1;

    ThreadPool(KernelCalls k, PoolSize size, Work work) {
        this.k = k;
        this.size = size;
        this.work = work;
        priority = size.maximum() == 1 ? 0 : k.priority();
    }

    /// Serves for ever.
    void run() {
        grow();
        serve(true);
    }

    private void serve(boolean first) {
        var in = new Incoming();
        for (;;) {
            int rcvid = work.receive(in);
            waiting--;
            grow();
            work.handle(rcvid, in);
            if (!first && waiting >= size.hiWater()) break;
            waiting++;
        }
        threads--;
    }

    private void grow() {
        if (waiting >= size.loWater()) return;
        for (int count = 0; count < size.increment() && threads < size.maximum(); count++) {
            threads++;
            waiting++;
            try {
                k.threadCreate(ThreadAttr.named("pool").priority(priority).detached(true), () -> serve(false));
            } catch (ErrnoException e) {
                threads--;
                waiting--;
                if (e.errno() != Errno.EAGAIN) throw e;
                return; // those that are there go on
            }
        }
    }
}
