package rtk.kernel;

import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;

/// What tests of locks say often.
final class Sync {
    private Sync() {}

    /// A FIFO thread with a row in the picture.
    static int thread(TestWorld run, KernelCalls k, String name, int priority, Runnable body) {
        run.row(name, priority);
        return k.threadCreate(new ThreadAttr(name, priority, SchedPolicy.FIFO), body);
    }

    static Errno errnoOf(Runnable call) {
        try {
            call.run();
            return Errno.EOK;
        } catch (ErrnoException failed) {
            return failed.errno();
        }
    }
}
