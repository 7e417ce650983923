package rtk.resmgr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Signal;

/// Who waits at several descriptors learns that the server of one has died (X1, COIDDEATH).
class PollDeathTest {
    private final PathWorld world = new PathWorld();

    @AfterEach
    void close() { world.close(); }

    /// Serves `path`; has never anything to read.
    private int silent(String path) {
        return world.start(path.substring(5), 20, k -> {
            var manager = new ResourceManager(k);
            manager.attach(new Attr(path, true, true), new IoFunctions() {});
            manager.run();
        });
    }

    private void killsAt(int pid, long ms) {
        world.start("killer" + pid, 30, k -> {
            k.sleep(Ns.ms(ms));
            k.kill(pid, Signal.SIGKILL);
        });
    }

    private static Poll in(KernelCalls k, String path) { return new Poll(new Posix(k).open(path, Posix.O_RDONLY), Poll.POLLIN); }

    @Test
    @Rule("X1")
    void itHangsUpAtTheInstantOfTheDeathAndTheOthersAreNotReady() {
        silent("/dev/a");
        killsAt(silent("/dev/b"), 5);
        world.start("client", 10, k -> {
            k.sleep(Ns.ms(1));
            Poll a = in(k, "/dev/a");
            Poll b = in(k, "/dev/b");
            int ready = new Posix(k).poll(Poll.FOREVER, a, b);
            world.say(ready + " ready: a " + a.revents() + ", b " + (b.revents() == Poll.POLLHUP ? "hung up" : b.revents()));
            world.say("again: " + new Posix(k).poll(0, a) + ", a lives");
        });
        world.run(10);

        assertEquals(List.of("5000 1 ready: a 0, b hung up", "5000 again: 0, a lives"), world.log);
    }

    @Test
    void theDeathOfAServerThatIsNotWaitedForWakesNobody() {
        silent("/dev/a");
        killsAt(silent("/dev/b"), 5);
        world.start("client", 10, k -> {
            k.sleep(Ns.ms(1));
            Poll a = in(k, "/dev/a");
            in(k, "/dev/b");
            world.say(new Posix(k).poll(Ns.ms(7), a) + " ready");
        });
        world.run(10);

        assertEquals(List.of("8000 0 ready"), world.log);
    }

    @Test
    void aServerThatIsDeadAlreadyIsNoDescriptorAnyMore() {
        killsAt(silent("/dev/b"), 5);
        world.start("client", 10, k -> {
            k.sleep(Ns.ms(1));
            Poll b = in(k, "/dev/b");
            k.sleep(Ns.ms(6));
            world.say(new Posix(k).poll(Poll.FOREVER, b) + " ready, " + (b.revents() == Poll.POLLNVAL ? "invalid" : b.revents()));
        });
        world.run(10);

        assertEquals(List.of("7000 1 ready, invalid"), world.log);
    }
}
