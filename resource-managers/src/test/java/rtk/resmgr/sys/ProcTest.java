package rtk.resmgr.sys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.resmgr.PathWorld;
import rtk.resmgr.Posix;

class ProcTest {
    private final PathWorld world = new PathWorld();

    @BeforeEach
    void start() { world.start("proc", 20, new ProcManager()); }

    @AfterEach
    void close() { world.close(); }

    private static String read(Posix posix, String path) {
        int fd = posix.open(path, Posix.O_RDONLY);
        var text = new StringBuilder();
        var buffer = new byte[16];
        for (int count = posix.read(fd, buffer); count > 0; count = posix.read(fd, buffer)) {
            text.append(new String(buffer, 0, count, UTF_8));
        }
        posix.close(fd);
        return text.toString();
    }

    private static Errno failure(Runnable call) { return assertThrows(ErrnoException.class, call::run).errno(); }

    @Test
    void everyProcessIsListedWithItsThreads() {
        world.start("worker", 15, (k, args) -> {
            k.threadCreate(new ThreadAttr("helper", 8, SchedPolicy.RR), () -> k.sleep(Ns.ms(100)));
            k.msgReceive(k.channelCreate(), new byte[8], new MsgInfo());
            return 0;
        }, "-v", "x y");
        world.start("looker", 5, k -> {
            k.sleepUntil(Ns.ms(1));
            var posix = new Posix(k);
            assertEquals(List.of("1", "2", "3", "4", "boot"), posix.list("/proc"));
            assertEquals(List.of("cmdline", "fds", "status", "threads"), posix.list("/proc/3"));
            assertEquals("worker -v x y\n", read(posix, "/proc/3/cmdline"));
            assertEquals("pid 3\nparent 0\nname worker\nthreads 2\nzombie no\ncpu_ns 0\nmemory_bytes 0\n",
                    read(posix, "/proc/3/status"));
            assertEquals("1 worker 15 15 FIFO RECEIVE 0 0\n2 helper 8 8 RR NANOSLEEP 0 0\n", read(posix, "/proc/3/threads"));
            assertEquals("1 looker 5 5 FIFO REPLY 0 0\n", read(posix, "/proc/self/threads"));
            world.say("done");
        });
        world.run(5);

        assertEquals(1, world.log.size());
    }

    @Test
    void aProcessThatEndedIsAZombieUntilItsParentKnowsAndThenNothing() {
        world.start("parent", 10, k -> {
            int child = k.spawn("child", (calls, args) -> 7, List.of(), new ThreadAttr("child", 12, SchedPolicy.FIFO));
            var posix = new Posix(k);
            assertEquals("pid " + child + "\nparent 3\nname child\nthreads 0\nzombie yes\ncpu_ns 0\nmemory_bytes 0\n",
                    read(posix, "/proc/" + child + "/status"));
            assertEquals("", read(posix, "/proc/" + child + "/threads"));
            k.waitpid(child);
            assertEquals(Errno.ENOENT, failure(() -> read(posix, "/proc/" + child + "/status")));
            assertEquals(Errno.ENOENT, failure(() -> read(posix, "/proc/3/nothing")));
            assertEquals(Errno.EACCES, failure(() -> posix.open("/proc/3/status", Posix.O_WRONLY)));
            world.say("done");
        });
        world.run(5);

        assertEquals(1, world.log.size());
    }
}
