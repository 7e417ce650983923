package rtk.resmgr.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtk.board.gpio.GpioPort;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.resmgr.PathWorld;
import rtk.resmgr.Posix;

class GpioTest {
    private final PathWorld world = new PathWorld();
    private final GpioPort port = new GpioPort(world.board, "gpio0");

    @BeforeEach
    void start() { world.start("dev-gpio", 20, new GpioManager(), "gpio0"); }

    @AfterEach
    void close() { world.close(); }

    private void drives(long atUs, int pin, boolean level) {
        world.world.engine().at(SimEvent.of(Rank.DEVICE, () -> port.drive(pin, level)), Ns.us(atUs));
    }

    private static byte[] word(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }

    private static char read(Posix posix, int fd) {
        var buffer = new byte[4];
        assertEquals(1, posix.read(fd, buffer));
        return (char) buffer[0];
    }

    private static Errno failure(Runnable call) { return assertThrows(ErrnoException.class, call::run).errno(); }

    @Test
    void anInputIsReadAndAnOutputIsWritten() {
        drives(500, 3, true);
        var heard = new ArrayList<Boolean>();
        port.connect(5, heard::add);
        world.start("client", 10, k -> {
            var posix = new Posix(k);
            int in = posix.open("/dev/gpio0/3", Posix.O_RDONLY);
            int out = posix.open("/dev/gpio0/5", Posix.O_RDWR);
            assertEquals('0', read(posix, in));
            k.sleepUntil(Ns.ms(1));
            assertEquals('1', read(posix, in));
            assertEquals(Errno.EPERM, failure(() -> posix.write(out, new byte[]{'1'}, 1)));
            posix.devctl(out, GpioManager.DCMD_DIRECTION, word(1));
            assertEquals(Errno.EBADF, failure(() -> posix.devctl(in, GpioManager.DCMD_DIRECTION, word(1))));
            posix.write(out, new byte[]{'1'}, 1);
            assertEquals('1', read(posix, out));
            posix.write(out, new byte[]{'0'}, 1);
            assertEquals(Errno.EINVAL, failure(() -> posix.write(out, new byte[]{'2'}, 1)));
            assertEquals(Errno.ENOENT, failure(() -> posix.open("/dev/gpio0/8", Posix.O_RDONLY)));
            world.say("done");
        });
        world.run(5);

        assertEquals(1, world.log.size());
        assertEquals(List.of(true, false), heard);
    }

    private void waiter(String name, int pin, int edges, int rounds) {
        world.start(name, 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/gpio0/" + pin, Posix.O_RDONLY);
            posix.devctl(fd, GpioManager.DCMD_EDGES, word(edges));
            for (int round = 0; round < rounds; round++) world.say(name + " " + read(posix, fd));
        });
    }

    @Test
    void readersWaitForTheEdgesThatTheyAskedFor() {
        waiter("rising", 3, GpioManager.RISING, 2);
        waiter("falling", 3, GpioManager.FALLING, 1);
        waiter("both", 3, GpioManager.RISING | GpioManager.FALLING, 3);
        waiter("other", 4, GpioManager.RISING, 1);
        drives(1000, 3, true);
        drives(2000, 3, false);
        drives(3000, 3, true);
        world.run(5);

        assertEquals(List.of("1000 rising 1", "1000 both 1", "2000 falling 0", "2000 both 0", "3000 rising 1", "3000 both 1"),
                world.log);
    }

    @Test
    void aPulseShorterThanTheDriverIsStillSeen() {
        waiter("rising", 3, GpioManager.RISING, 1);
        world.start("hog", 30, k -> {
            k.sleepUntil(Ns.us(900));
            k.compute(Ns.us(1100));
        });
        drives(1000, 3, true);
        drives(1010, 3, false);
        world.run(5);

        assertEquals(List.of("2000 rising 0"), world.log);
    }

    @Test
    void aPinThatNobodyWatchesDoesNotInterrupt() {
        drives(1000, 3, true);
        drives(2000, 3, false);
        drives(3500, 3, true);
        world.start("client", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/gpio0/3", Posix.O_RDONLY | Posix.O_NONBLOCK);
            k.sleepUntil(Ns.us(2500));
            posix.devctl(fd, GpioManager.DCMD_EDGES, word(GpioManager.RISING));
            assertEquals(Errno.EAGAIN, failure(() -> read(posix, fd)));
            k.sleepUntil(Ns.ms(4));
            assertEquals('1', read(posix, fd));
            var status = new byte[16];
            posix.devctl(fd, GpioManager.DCMD_STATUS, status);
            var fields = ByteBuffer.wrap(status).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
            world.log.add("output " + fields.get(0) + " level " + fields.get(1) + " interrupts " + fields.get(2));
        });
        world.run(5);

        assertEquals(List.of("output 0 level 1 interrupts 1"), world.log);
        assertTrue(port.read(GpioPort.IE) == 0, "the client is gone");
    }
}
