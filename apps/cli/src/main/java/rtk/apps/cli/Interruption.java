package rtk.apps.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C: stops what runs, and holds the end of the process until files are closed.
final class Interruption {
    private static final long PATIENCE_S = 20;
    private static final CountDownLatch FINISHED = new CountDownLatch(1);

    private static volatile boolean happened;

    private Interruption() {}

    /// Calls `stop`, from another thread, when the process is told to end.
    ///
    /// @return ends that: there is nothing to stop any more
    static Runnable calls(Runnable stop) {
        var hook = new Thread(() -> {
            if (FINISHED.getCount() == 0) return;
            happened = true;
            stop.run();
            try {
                boolean closed = FINISHED.await(PATIENCE_S, TimeUnit.SECONDS);
                if (!closed) System.err.println("rtk: interrupted, but the run does not stop; its trace may be cut");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "rtk-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is ending: the hook runs, and waits for finished().
            }
        };
    }

    static boolean happened() { return happened; }

    /// All is written; the process may end.
    static void finished() { FINISHED.countDown(); }
}
