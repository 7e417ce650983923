package rtk.kernel;

import java.util.concurrent.locks.LockSupport;

/// A coroutine on a virtual thread: resume and suspend hand a turn to and fro by park and unpark.
final class VirtualThreadCoroutine implements Coroutine {
    private final Thread thread;
    private Thread resumer;
    private boolean started;
    private volatile boolean inside;
    private volatile boolean done;

    VirtualThreadCoroutine(String name, Runnable body) {
        thread = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                body.run();
            } finally {
                done = true;
                leave();
            }
        });
    }

    @Override
    public void resume() {
        resumer = Thread.currentThread();
        inside = true;
        if (started) {
            LockSupport.unpark(thread);
        } else {
            started = true;
            thread.start();
        }
        while (inside) LockSupport.park(this);
    }

    @Override
    public void suspend() {
        leave();
        while (!inside) LockSupport.park(this);
    }

    @Override
    public boolean isDone() { return done; }

    @Override
    public Thread host(Thread resumer) { return thread; }

    private void leave() {
        Thread next = resumer;
        inside = false;
        LockSupport.unpark(next);
    }

    /// Runs `loop` on a virtual thread of its own, so that handing over never leaves the carrier.
    static void host(Runnable loop) {
        if (Thread.currentThread().isVirtual()) {
            loop.run();
            return;
        }
        var failure = new Throwable[1];
        Thread host = Thread.ofVirtual().name("rtk engine").start(() -> {
            try {
                loop.run();
            } catch (Throwable thrown) {
                failure[0] = thrown;
            }
        });
        boolean interrupted = false;
        for (;;) {
            try {
                host.join();
                break;
            } catch (InterruptedException stop) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        if (failure[0] instanceof RuntimeException exception) throw exception;
        if (failure[0] instanceof Error error) throw error;
    }
}
