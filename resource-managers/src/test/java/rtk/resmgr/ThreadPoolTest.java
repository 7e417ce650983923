package rtk.resmgr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.Program;

/// Managers with several threads: how many there are, and that the attributes are locked around each handler.
class ThreadPoolTest {
    private final PathWorld world = new PathWorld();
    private int server;

    @AfterEach
    void close() { world.close(); }

    /// Each read sleeps 10 ms, and says when it begins and ends.
    private Program sleepy(PoolSize size, String... paths) {
        return (k, args) -> {
            var manager = new ResourceManager(k);
            for (String path : paths) {
                manager.attach(new Attr(path, true, true), new IoFunctions() {
                    @Override
                    public Reply read(Request request, Ocb ocb, int nbytes) {
                        world.say("begin " + path);
                        k.sleep(Ns.ms(10));
                        world.say("end " + path);
                        return Reply.DONE;
                    }

                    @Override
                    public void unblock(Request request, Ocb ocb) { world.say("unblock " + path); }
                });
            }
            manager.run(size);
            return 0;
        };
    }

    private void startReader(String path) {
        world.start("reader", 10, k -> {
            var posix = new Posix(k);
            posix.read(posix.open(path, Posix.O_RDONLY), new byte[1]);
        });
    }

    private int threads(int pid) {
        int[] count = {0};
        world.start("look", 30, k -> count[0] = k.processInfo(pid).threads());
        world.run(world.world.nowNs() / Ns.ms(1) + 1);
        return count[0];
    }

    @Test
    void readsOfTwoNamesGoOnAtTheSameTime() {
        world.start("server", 20, sleepy(new PoolSize(2, 3, 1, 4), "/a", "/b"));
        startReader("/a");
        startReader("/b");
        world.run(50);

        assertEquals(List.of("0 begin /a", "0 begin /b", "10000 end /a", "10000 end /b"), world.log);
    }

    @Test
    @Rule("9.2")
    void rule92ReadsOfOneNameAreServedOneAfterTheOtherForItsAttributesAreLocked() {
        world.start("server", 20, sleepy(new PoolSize(2, 3, 1, 4), "/a"));
        startReader("/a");
        startReader("/a");
        world.run(50);

        assertEquals(List.of("0 begin /a", "10000 end /a", "10000 begin /a", "20000 end /a"), world.log);
    }

    @Test
    void withOneThreadNothingGoesOnAtTheSameTime() {
        world.start("server", 20, sleepy(PoolSize.ONE, "/a", "/b"));
        startReader("/a");
        startReader("/b");
        world.run(50);

        assertEquals(List.of("0 begin /a", "10000 end /a", "10000 begin /b", "20000 end /b"), world.log);
    }

    /// Six clients at once; two threads are there at first.
    @Test
    void threadsAreCreatedByIncrementsUpToTheMaximumAndLeaveAboveTheHighWater() {
        String[] paths = {"/a", "/b", "/c", "/d", "/e", "/f"};
        server = world.start("server", 20, sleepy(new PoolSize(2, 3, 2, 5), paths));
        world.run(1);
        int first = threads(server);
        for (String path : paths) startReader(path);
        world.run(8);
        int busy = threads(server);
        world.run(50);
        int after = threads(server);

        assertEquals("3 5 3", first + " " + busy + " " + after);
        assertEquals(5,
                world.log.stream().filter(line -> line.startsWith(world.log.getFirst().split(" ")[0] + " begin")).count());
    }

    @Test
    void aClientThatIsKilledWhileItsHandlerIsBusyIsLetGoWhenThatIsDone() {
        world.start("server", 20, (k, args) -> {
            var manager = new ResourceManager(k);
            manager.attach(new Attr("/a", true, true), new IoFunctions() {
                @Override
                public Reply read(Request request, Ocb ocb, int nbytes) {
                    k.sleep(Ns.ms(10));
                    return Reply.LATER;
                }

                @Override
                public void unblock(Request request, Ocb ocb) { world.say("unblock"); }

                @Override
                public void closeOcb(Ocb ocb) { world.say("close_ocb"); }
            });
            manager.run(new PoolSize(2, 2, 1, 2));
            return 0;
        });
        int[] victim = new int[1];
        victim[0] = world.start("victim", 10, k -> {
            var posix = new Posix(k);
            posix.read(posix.open("/a", Posix.O_RDONLY), new byte[1]);
        });
        world.start("killer", 9, k -> {
            k.sleep(Ns.ms(2));
            k.kill(victim[0], 9);
        });
        world.run(50);

        assertEquals(List.of("10000 unblock", "10000 close_ocb"), world.log);
    }

    @ParameterizedTest
    @CsvSource({"-1,1,1,1", "2,1,1,4", "0,1,0,1", "0,1,1,0", "0,1,1,257", "0,0,1,1"})
    void aPoolThatCannotBeIsRefused(int lo, int hi, int increment, int maximum) {
        assertThrows(IllegalArgumentException.class, () -> new PoolSize(lo, hi, increment, maximum));
    }
}
