package rtk.resmgr.dev;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.Signal;
import rtk.resmgr.PathWorld;
import rtk.resmgr.Posix;

class NullTest {
    /// What two clients read from `/dev/random`, one after the other.
    private static byte[] draws() {
        var drawn = new byte[2 * 100];
        try (var world = new PathWorld()) {
            world.start("dev-null", 20, new NullManager());
            for (int client = 0; client < 2; client++) {
                int at = 100 * client;
                world.start("reader", 10, k -> {
                    var posix = new Posix(k);
                    var buffer = new byte[100];
                    assertEquals(100, posix.read(posix.open("/dev/random", Posix.O_RDONLY), buffer));
                    System.arraycopy(buffer, 0, drawn, at, 100);
                });
            }
            world.run(10);
        }
        return drawn;
    }

    @Test
    void randomBytesAreTheSameInEveryRunAndDifferentInEveryRead() {
        byte[] first = draws();
        byte[] second = draws();

        assertArrayEquals(first, second);
        assertFalse(Arrays.equals(Arrays.copyOf(first, 100), Arrays.copyOfRange(first, 100, 200)));
        assertEquals(800, bits(first), 100);
    }

    private static int bits(byte[] bytes) {
        int bits = 0;
        for (byte b : bytes) bits += Integer.bitCount(b & 0xff);
        return bits;
    }

    @Test
    void aManagerStartedAgainHasOtherRandomBytes() {
        var drawn = new byte[2][100];
        try (var world = new PathWorld()) {
            for (int life = 0; life < 2; life++) {
                int pid = world.start("dev-null", 20, new NullManager());
                byte[] buffer = drawn[life];
                world.start("reader", 10, k -> {
                    var posix = new Posix(k);
                    posix.read(posix.open("/dev/random", Posix.O_RDONLY), buffer);
                });
                world.run(10L * (life + 1));
                world.start("killer", 10, k -> k.kill(pid, Signal.SIGKILL));
                world.run(10 * (life + 1) + 1);
            }
        }

        assertFalse(Arrays.equals(drawn[0], drawn[1]));
    }

    @Test
    void theFullDiskTakesNothingAndReadsAsZeros() {
        try (var world = new PathWorld()) {
            world.start("dev-null", 20, new NullManager());
            world.start("client", 10, k -> {
                var posix = new Posix(k);
                int fd = posix.open("/dev/full", Posix.O_RDWR);
                var buffer = new byte[]{1, 2, 3};
                var failure = assertThrows(ErrnoException.class, () -> posix.write(fd, buffer, 3));
                assertEquals(Errno.ENOSPC, failure.errno());
                assertEquals(3, posix.read(fd, buffer));
                assertArrayEquals(new byte[3], buffer);
                world.say("done");
            });
            world.run(10);

            assertEquals(1, world.log.size());
        }
    }
}
