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
    static void calls(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (FINISHED.getCount() == 0) return;
            happened = true;
            stop.run();
            try {
                boolean closed = FINISHED.await(PATIENCE_S, TimeUnit.SECONDS);
                if (!closed) System.err.println("rtk: interrupted, but the run does not stop; its trace may be cut");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "rtk-interruption"));
    }

    static boolean happened() { return happened; }

    /// All is written; the process may end.
    static void finished() { FINISHED.countDown(); }
}
