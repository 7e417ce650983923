package rtk.resmgr.sys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MemoryFlag;
import rtk.kernel.api.Protection;
import rtk.resmgr.PathWorld;
import rtk.resmgr.Posix;

/// Shared memory objects as files (Z8).
class ShmemTest {
    private final PathWorld world = new PathWorld();

    @BeforeEach
    void start() { world.start("shmem", 20, new ShmemManager()); }

    @AfterEach
    void close() { world.close(); }

    private void client(PathWorld.Code code) {
        world.start("client", 10, k -> {
            k.sleep(Ns.ms(1));
            code.run(k);
            world.say("done");
        });
        world.run(5);
        assertEquals("done", world.log.getLast().split(" ", 2)[1]);
    }

    private static void make(KernelCalls k, String name, long bytes) {
        int number = k.shmOpen(name, MemoryFlag.CREATE);
        k.ftruncate(number, bytes);
        k.memoryClose(number);
    }

    private static Errno failure(Runnable call) { return assertThrows(ErrnoException.class, call::run).errno(); }

    @Test
    void objectsAreFilesWithTheirSizeAndANewOneHasNone() {
        client(k -> {
            make(k, "/frames/front", 5_000);
            make(k, "/index", 0);
            var posix = new Posix(k);
            assertEquals(List.of("frames", "index"), posix.list("/dev/shmem"));
            assertEquals(List.of("front"), posix.list("/dev/shmem/frames"));
            assertEquals(5_000, posix.stat("/dev/shmem/frames/front").size());
            assertEquals(0100666, posix.stat("/dev/shmem/frames/front").mode());
            assertEquals(0, posix.stat("/dev/shmem/index").size());
            assertEquals(Errno.ENOENT, failure(() -> posix.stat("/dev/shmem/back")));
        });
    }

    @Test
    void aFileIsTheSameMemoryAsTheObject() {
        client(k -> {
            make(k, "/buffer", 6_000);
            var memory = k.mmap(6_000, Protection.READ_WRITE, k.shmOpen("/buffer"), 0);
            memory.put(4_094, "across".getBytes(US_ASCII));
            var posix = new Posix(k);
            int fd = posix.open("/dev/shmem/buffer", Posix.O_RDWR);
            var bytes = new byte[6];
            posix.lseek(fd, 4_094, Posix.SEEK_SET);
            assertEquals(6, posix.read(fd, bytes));
            assertEquals("across", new String(bytes, US_ASCII));
            posix.lseek(fd, 5_998, Posix.SEEK_SET);
            assertEquals(2, posix.read(fd, bytes));
            assertEquals(0, posix.read(fd, bytes));
            posix.lseek(fd, 10, Posix.SEEK_SET);
            posix.write(fd, "here".getBytes(US_ASCII), 4);
            assertEquals(0x65726568, memory.getInt(10)); // here, little-endian
        });
    }

    @Test
    void makingTruncatingAndRemovingTheFileDoesSoToTheObject() {
        client(k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/shmem/new", Posix.O_RDWR | Posix.O_CREAT, 0600);
            assertEquals("[SharedMemoryInfo[name=/new, bytes=0]]", k.sharedMemory().toString());
            posix.ftruncate(fd, 100);
            posix.write(fd, new byte[150], 150);
            assertEquals("[SharedMemoryInfo[name=/new, bytes=150]]", k.sharedMemory().toString());
            assertEquals(0100600, posix.fstat(fd).mode());
            assertEquals(Errno.EEXIST, failure(() -> posix.open("/dev/shmem/new", Posix.O_CREAT | Posix.O_EXCL)));
            posix.unlink("/dev/shmem/new");
            assertEquals(Errno.ENOENT, failure(() -> k.shmOpen("/new")));
            assertEquals(Errno.ENOENT, failure(() -> posix.unlink("/dev/shmem/new")));
        });
    }

    @Test
    void permissionsHoldForThoseWhoComeThroughTheFile() {
        client(k -> {
            var posix = new Posix(k);
            make(k, "/locked", 10);
            posix.chmod("/dev/shmem/locked", 0444);
            assertEquals(Errno.EACCES, failure(() -> posix.open("/dev/shmem/locked", Posix.O_RDWR)));
            posix.close(posix.open("/dev/shmem/locked", Posix.O_RDONLY));
        });
    }

    @Test
    void moreThanThereIsMemoryForIsENOSPC() {
        client(k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/shmem/huge", Posix.O_RDWR | Posix.O_CREAT, 0600);
            assertEquals(Errno.ENOSPC, failure(() -> posix.ftruncate(fd, 1L << 40)));
        });
    }
}
