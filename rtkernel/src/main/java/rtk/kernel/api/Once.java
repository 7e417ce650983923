package rtk.kernel.api;

/// Something to be done once, whoever comes first (`pthread_once_t`). A library over [MutexCalls].
public final class Once {
    private final KernelCalls k;
    private final int mutex;
    private boolean done;

    public Once(KernelCalls k) {
        this.k = k;
        mutex = k.mutexCreate("once", MutexAttr.DEFAULT);
    }

    /// `pthread_once`: runs `init` if nobody has; returns when it has been run to its end. One that throws has not been run. Blocks: MUTEX.
    public void run(Runnable init) {
        if (done) return;
        k.mutexLock(mutex);
        try {
            if (!done) init.run();
            done = true;
        } catch (RuntimeException thrown) {
            k.mutexUnlock(mutex);
            throw thrown;
        }
        k.mutexUnlock(mutex);
    }
}
