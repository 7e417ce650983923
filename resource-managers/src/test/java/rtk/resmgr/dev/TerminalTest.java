package rtk.resmgr.dev;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rtk.board.serial.SerialFeed;
import rtk.board.serial.SerialFeed.Burst;
import rtk.board.serial.SerialFormat;
import rtk.board.serial.SerialPeer;
import rtk.board.serial.Uart;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;
import rtk.resmgr.PathWorld;
import rtk.resmgr.Posix;

/// A terminal from its wire to its programs. A character takes 86.8 us; the FIFO tells of fewer than 8 after 4 more.
class TerminalTest {
    private final PathWorld world = new PathWorld();
    private final Uart uart = new Uart(world.board, "con", 115200, 16);
    private final StringBuilder shown = new StringBuilder();

    @AfterEach
    void close() { world.close(); }

    private void driver(String... options) {
        var args = new ArrayList<>(List.of(options));
        args.add("con");
        world.start("devc-ser", 21, new SerialManager(), args.toArray(new String[0]));
        uart.connect((value, sent) -> shown.append((char) value));
    }

    private void type(long ms, String text) {
        new SerialFeed(world.world, uart, List.of(new Burst(Ns.ms(ms), text.getBytes(US_ASCII)))).start();
    }

    private interface Code {
        void run(Posix posix, int fd, Terminal terminal);
    }

    private int program(Code code) {
        return world.start("program", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/con", Posix.O_RDWR);
            code.run(posix, fd, new Terminal(posix, fd));
        });
    }

    private static String read(Posix posix, int fd, int nbytes) {
        var buffer = new byte[nbytes];
        return new String(buffer, 0, posix.read(fd, buffer), US_ASCII);
    }

    private static Termios waits(int min, int time) {
        var termios = Termios.raw();
        termios.cc[Termios.VMIN] = (byte) min;
        termios.cc[Termios.VTIME] = (byte) time;
        return termios;
    }

    private void sayRead(Posix posix, int fd, int nbytes) {
        String text = read(posix, fd, nbytes);
        world.log.add(world.world.nowNs() / 1_000_000 + " '" + text.strip() + "'");
    }

    @Test
    void aReaderOfATerminalGetsLinesAsTheyAreFinished() {
        driver("-e");
        program((posix, fd, terminal) -> {
            for (int line = 0; line < 3; line++) sayRead(posix, fd, 100);
        });
        type(1, "one\r");
        type(10, "tw");
        type(20, "x\177o\r");
        type(30, "\4");
        world.run(50);

        assertEquals(List.of("1 'one'", "20 'two'", "30 ''"), world.log);
        assertEquals("one\r\ntwx\b \bo\r\n", shown.toString());
    }

    @Test
    void intrGoesToTheForegroundAndEndsTheReadOfWhoCatchesIt() {
        driver("-e");
        program((posix, fd, terminal) -> {});
        int sleeper = world.start("sleeper", 10, k -> k.sleep(Ns.s(1)));
        world.start("reader", 11, k -> {
            k.signalAction(Signal.SIGINT, SignalAction.handler(info -> world.say("caught")));
            var posix = new Posix(k);
            int fd = posix.open("/dev/con", Posix.O_RDWR);
            new Terminal(posix, fd).tcsetpgrp(sleeper, k.getpid());
            var errno = assertThrows(ErrnoException.class, () -> posix.read(fd, new byte[10])).errno();
            world.say(errno.name());
            sayRead(posix, fd, 10);
            world.log.add(k.processes().stream().anyMatch(p -> p.pid() == sleeper) ? "sleeps" : "killed");
        });
        type(5, "lost\3");
        type(8, "kept\r");
        world.run(20);

        // 5000 us + 5 characters + 4 of the timeout
        assertEquals(List.of("5781 caught", "5781 EINTR", "8 'kept'", "killed"), world.log);
    }

    @Test
    void aRawReadWaitsByItsFourCases() {
        driver();
        program((posix, fd, terminal) -> {
            terminal.tcsetattr(Terminal.When.NOW, waits(0, 0)); // D
            sayRead(posix, fd, 10);
            terminal.tcsetattr(Terminal.When.NOW, waits(0, 2)); // C, nothing comes
            sayRead(posix, fd, 10);
            sayRead(posix, fd, 10); // C, a byte at 300
            terminal.tcsetattr(Terminal.When.NOW, waits(3, 0)); // B: 400, 900
            sayRead(posix, fd, 10);
            terminal.tcsetattr(Terminal.When.NOW, waits(5, 1)); // A: one at 1500, one at 1550, then none
            sayRead(posix, fd, 10);
            terminal.tcsetattr(Terminal.When.NOW, waits(5, 1)); // A, and more than wanted
            sayRead(posix, fd, 10);
            terminal.tcsetattr(Terminal.When.NOW, waits(5, 0)); // B, for fewer
            sayRead(posix, fd, 2);
        });
        type(300, "a");
        type(400, "bc");
        type(900, "d");
        type(1500, "e");
        type(1550, "f");
        type(2000, "ghijkl");
        type(2500, "mn");
        world.run(3000);

        assertEquals(List.of("0 ''", "200 ''", "300 'a'", "900 'bcd'", "1650 'ef'", "2000 'ghijkl'", "2500 'mn'"), world.log);
    }

    @Test
    void aRawReadThatMayNotWaitTakesWhatIsThere() {
        driver();
        world.start("program", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/con", Posix.O_RDWR | Posix.O_NONBLOCK);
            new Terminal(posix, fd).tcsetattr(Terminal.When.NOW, waits(5, 0));
            world.log.add(assertThrows(ErrnoException.class, () -> posix.read(fd, new byte[10])).errno().name());
            k.sleepUntil(Ns.ms(10));
            sayRead(posix, fd, 10);
        });
        type(5, "ab");
        world.run(20);

        assertEquals(List.of("EAGAIN", "10 'ab'"), world.log);
    }

    @Test
    void attributesAreReadBackAsTheyWereSet() {
        driver("-e", "-s", "-f", "-F");
        program((posix, fd, terminal) -> {
            var termios = terminal.tcgetattr();
            assertEquals(Termios.edit().lflag, termios.lflag);
            assertEquals(Termios.ICRNL | Termios.IXON | Termios.IXOFF, termios.iflag);
            assertEquals(0, termios.cflag);
            termios.lflag &= ~Termios.ECHO;
            termios.cc[Termios.VERASE] = '#';
            terminal.tcsetattr(Terminal.When.NOW, termios);
            assertEquals('#', terminal.tcgetattr().cc[Termios.VERASE]);
            sayRead(posix, fd, 10);
            assertEquals(Errno.ENOTTY,
                    assertThrows(ErrnoException.class, () -> posix.devctl(fd, 99, new byte[4])).errno());
        });
        type(5, "abx#c\r");
        world.run(20);

        assertEquals(List.of("5 'abc'"), world.log);
        assertEquals("", shown.toString());
    }

    @Test
    void drainWaitsUntilAllIsSentAndFlushThrowsTypedInputAway() {
        driver();
        program((posix, fd, terminal) -> {
            posix.write(fd, "x".repeat(115).getBytes(US_ASCII), 115); // 10 ms on the wire
            terminal.tcsetattr(Terminal.When.FLUSH, waits(0, 0));
            world.log.add(world.world.nowNs() / 1_000_000 + " sent " + shown.length());
            sayRead(posix, fd, 10);
        });
        type(3, "typed");
        world.run(20);

        // The FIFO is empty when its last character begins to be sent.
        assertEquals(List.of("9 sent 114", "9 ''"), world.log);
    }

    @Test
    void outputStopsAndGoesOnAsTheFarEndSays() {
        driver("-s");
        program((posix, fd, terminal) -> posix.write(fd, "y".repeat(100).getBytes(US_ASCII), 100));
        type(1, "\23");
        var counts = new ArrayList<Integer>();
        for (long ms : new long[]{6, 49}) {
            world.world.engine().at(SimEvent.of(Rank.OBSERVER, () -> counts.add(shown.length())), Ns.ms(ms));
        }
        type(50, "\21");
        world.run(100);

        assertEquals(32, counts.get(0)); // what was in the FIFO, as STOP was read after 1 ms + 5 characters
        assertEquals(32, counts.get(1));
        assertEquals(100, shown.length());
    }

    @Test
    void theFarEndIsToldToStopBeforeTheBufferIsFullAndToGoOnWhenItIsRead() {
        driver("-s");
        type(1, "z".repeat(1600));
        world.start("program", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/con", Posix.O_RDONLY);
            k.sleepUntil(Ns.ms(200));
            world.log.add("stop".repeat(shown.toString().equals("\23") ? 1 : 0));
            posix.read(fd, new byte[1000]);
            k.sleep(Ns.ms(5));
            world.log.add(shown.length() + " so far");
            posix.read(fd, new byte[200]);
            k.sleep(Ns.ms(5));
            world.log.add(shown.toString().equals("\23\21") ? "start" : "?");
        });
        world.run(300);

        assertEquals(List.of("stop", "1 so far", "start"), world.log);
    }

    @Test
    void withHardwareFlowControlNothingIsSentWithoutCtsAndRtsGoesAwayWhenTheBufferFills() {
        driver("-f");
        var rts = new ArrayList<String>();
        uart.connect(new SerialPeer() {
            @Override
            public void receive(int value, SerialFormat sent) { shown.append((char) value); }

            @Override
            public void modemControl(boolean dtr, boolean ready) { rts.add((ready ? "on" : "off")); }
        });
        program((posix, fd, terminal) -> {
            posix.write(fd, "abc".getBytes(US_ASCII), 3);
            terminal.tcdrain();
            world.log.add(world.world.nowNs() / 1_000_000 + " sent");
        });
        world.world.engine().at(SimEvent.of(Rank.DEVICE, () -> uart.modemStatus(true, true, false, true)), Ns.ms(7));
        type(10, "z".repeat(1600));
        world.run(300);

        assertEquals("abc", shown.toString());
        assertEquals(List.of("7 sent"), world.log);
        assertEquals(List.of("off", "on", "off"), rts);
    }
}
