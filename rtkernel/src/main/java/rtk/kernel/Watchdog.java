package rtk.kernel;

import java.util.List;
import java.util.function.Supplier;
import rtk.board.sim.Engine;

/// Stands outside the simulated world and looks at it from time to time, by the host's clock: does it move? If two looks find the same
/// instant and the same event, and a program on its stack, that program spins. Looking changes nothing.
public final class Watchdog {
    private Watchdog() {}

    /// Lets `run`, which lets time pass for `kernels` of one world, do so on a thread of its own.
    ///
    /// @param limitMs so much of the host's time a program may use between two events, in ms; it is found out after once to twice that
    /// @return what `run` returns
    /// @throws SpinningException a program used more
    public static <T> T watch(List<Kernel> kernels, long limitMs, Supplier<T> run) {
        if (limitMs < 1) throw new IllegalArgumentException("a watchdog waits at least 1 ms, not " + limitMs);
        var outcome = new Outcome<T>();
        Thread runner = new Thread(() -> outcome.of(run), "rtk run");
        runner.setDaemon(true);
        runner.start();
        Engine engine = kernels.getFirst().world.engine();
        long lastNs = -1;
        long lastCount = -1;
        while (!ended(runner, limitMs)) {
            if (engine.nowNs() == lastNs && engine.eventCount() == lastCount) look(kernels, runner, limitMs);
            lastNs = engine.nowNs();
            lastCount = engine.eventCount();
        }
        return outcome.get();
    }

    /// An interrupt of the one who waits is one of the run.
    private static boolean ended(Thread runner, long limitMs) {
        try {
            runner.join(limitMs);
        } catch (InterruptedException stop) {
            runner.interrupt();
        }
        return !runner.isAlive();
    }

    private static void look(List<Kernel> kernels, Thread runner, long limitMs) {
        for (Kernel kernel : kernels) {
            Cpu cpu = kernel.active;
            Tcb thread = cpu.current;
            Coroutine stack = cpu.coroutine();
            if (thread == null || stack == null) continue;
            Thread host = stack.host(runner);
            StackTraceElement[] frames = host.getStackTrace();
            if (host.getState() != Thread.State.RUNNABLE || !ProgramStack.isProgram(frames)) continue;
            throw new SpinningException(thread.toString(), kernel.world.nowNs(), limitMs, ProgramStack.of(frames));
        }
    }

    private static final class Outcome<T> {
        private T value;
        private RuntimeException exception;
        private Error error;

        void of(Supplier<T> run) {
            try {
                value = run.get();
            } catch (RuntimeException thrown) {
                exception = thrown;
            } catch (Error thrown) {
                error = thrown;
            }
        }

        T get() {
            if (exception != null) throw exception;
            if (error != null) throw error;
            return value;
        }
    }
}
