package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static rtk.kernel.Sync.errnoOf;
import static rtk.kernel.Sync.thread;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.Once;
import rtk.kernel.api.Sleepon;

/// The libraries over the sync calls: sleepon locks and once.
class SleeponTest {
    private static final long READY = 0x1000;
    private static final long DONE = 0x2000;

    @Test
    void whoSleepsAtAnAddressIsWokenByASignalThereAndNowhereElse() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                var sleepon = new Sleepon(k);
                for (String name : List.of("a10", "b20", "c15")) {
                    thread(run, k, name, Integer.parseInt(name.substring(1)), () -> {
                        sleepon.lock();
                        sleepon.waitAt(name.startsWith("c") ? DONE : READY);
                        run.say(name);
                        sleepon.unlock();
                    });
                }
                for (int i = 0; i < 3; i++) {
                    sleepon.lock();
                    sleepon.signal(READY);
                    run.say("signalled");
                    sleepon.unlock();
                }
                sleepon.lock();
                sleepon.broadcast(DONE);
                sleepon.unlock();
            });
            run.run(10);

            assertEquals(List.of("0 signalled", "0 b20", "0 signalled", "0 a10", "0 signalled", "0 c15"), run.log);
        }
    }

    @Test
    void sleepingEndsByTimeoutAndNeedsTheLock() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                var sleepon = new Sleepon(k);
                run.say("unlocked " + errnoOf(() -> sleepon.waitAt(READY)));
                sleepon.lock();
                run.say("timed " + errnoOf(() -> sleepon.timedwaitAt(READY, Ns.ms(2))));
                sleepon.unlock();
            });
            run.run(10);

            assertEquals(List.of("0 unlocked EPERM", "2 timed ETIMEDOUT"), run.log);
        }
    }

    /// `b` comes while `a` is at it, and waits; one that throws has not been.
    @Test
    void onceIsOnceAndForAll() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 5, k -> {
                var once = new Once(k);
                try {
                    once.run(() -> {
                        throw new IllegalStateException("not today");
                    });
                } catch (IllegalStateException thrown) {
                    run.say(thrown.getMessage());
                }
                for (String name : List.of("a", "b")) {
                    thread(run, k, name, 20, () -> {
                        once.run(() -> {
                            k.sleep(Ns.ms(2));
                            run.say("done by " + name);
                        });
                        run.say(name);
                    });
                }
                k.sleep(Ns.ms(5));
            });
            run.run(10);

            assertEquals(List.of("0 not today", "2 done by a", "2 a", "2 b"), run.log);
        }
    }
}
