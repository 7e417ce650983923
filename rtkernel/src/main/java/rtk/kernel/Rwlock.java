package rtk.kernel;

import rtk.kernel.api.Errno;
import rtk.kernel.api.RwlockCalls;
import rtk.trace.ThreadState;

/// A reader/writer lock of the kernel (8.0). The inherited queue is that of the writers.
///
/// Invariant: nobody waits unless somebody has it; a reader that waits while others read has a waiting writer of its own or a
/// higher priority before it.
final class Rwlock extends SyncObject {
    /// Those who wait to read; a queue and no lock of its own.
    private final Readers readers;
    private int reading;
    private Tcb writer;

    Rwlock(Kernel kernel, int number) {
        super(kernel, number);
        readers = new Readers(kernel, number);
    }

    private final class Readers extends SyncObject {
        Readers(Kernel kernel, int number) { super(kernel, number); }

        @Override
        void requeue(Tcb thread) {
            super.requeue(thread);
            admit();
        }
    }

    @Override
    boolean isBusy() { return reading > 0 || writer != null; }

    /// @return EBUSY if it would have to wait
    Errno takeToRead(Tcb thread) {
        if (writer == thread) return Errno.EDEADLK;
        if (writer != null || waiters.topPriority() >= thread.priority) return Errno.EBUSY;
        if (reading == RwlockCalls.RWLOCK_READERS_MAX) return Errno.EAGAIN;
        reading++;
        return Errno.EOK;
    }

    /// @return EBUSY if it would have to wait
    Errno takeToWrite(Tcb thread) {
        if (writer == thread) return Errno.EDEADLK;
        if (isBusy()) return Errno.EBUSY;
        writer = thread;
        return Errno.EOK;
    }

    void awaitToRead(Tcb thread) { readers.block(thread, ThreadState.RWLOCK_READ); }

    void awaitToWrite(Tcb thread) { block(thread, ThreadState.RWLOCK_WRITE); }

    Errno unlock(Tcb thread) {
        if (writer != thread && (writer != null || reading == 0)) return Errno.EPERM;
        if (writer == thread) writer = null;
        else reading--;
        admit();
        return Errno.EOK;
    }

    /// Lets in who can be let in: the first writer if the lock is free and no reader is more urgent, else readers above the first writer.
    private void admit() {
        while (writer == null && reading < RwlockCalls.RWLOCK_READERS_MAX
                && readers.waiters.topPriority() > waiters.topPriority()) {
            reading++;
            scheduler.wake(readers.takeFirst(), Errno.EOK, 0);
        }
        if (isBusy() || waiters.isEmpty()) return;
        writer = takeFirst();
        scheduler.wake(writer, Errno.EOK, 0);
    }

    /// A writer that leaves may have held readers up.
    @Override
    void withdraw(Tcb thread) {
        super.withdraw(thread);
        admit();
    }

    @Override
    void requeue(Tcb thread) {
        super.requeue(thread);
        admit();
    }
}
