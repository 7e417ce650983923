package rtk.kernel;

import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;

/// The two other threads of the classic inversion: `hi` at 2 ms wants the mutex after 1 ms, `mid` at 3 ms computes 4 ms.
final class SharedThreads {
    private SharedThreads() {}

    static void start(TestWorld run, KernelCalls k, int mutex) {
        run.row("hi", 30);
        run.row("mid", 20);
        k.threadCreate(new ThreadAttr("hi", 30, SchedPolicy.FIFO), () -> {
            k.sleepUntil(Ns.ms(2));
            k.compute(Ns.ms(1));
            k.mutexLock(mutex);
            k.compute(Ns.ms(2));
            k.mutexUnlock(mutex);
        });
        k.threadCreate(new ThreadAttr("mid", 20, SchedPolicy.FIFO), () -> {
            k.sleepUntil(Ns.ms(3));
            k.compute(Ns.ms(4));
        });
    }
}
