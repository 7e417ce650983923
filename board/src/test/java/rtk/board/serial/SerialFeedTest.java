package rtk.board.serial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.Board;
import rtk.board.serial.SerialFeed.Burst;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

class SerialFeedTest {
    private final List<Long> arrivalsNs = new ArrayList<>();
    private final World world = new World(1, new TraceSink() {
        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            if (kind == EventKind.SERIAL_CHAR) arrivalsNs.add(timeNs);
        }

        @Override
        public void text(int id, String text) {}
    });
    private final Uart uart = new Uart(new Board(world, "b", 1), "ser1", 9600, 16);

    @Test
    void burstsStartAtTheirTimesOrWhenTheLineIsFree() {
        new SerialFeed(world, uart, List.of(new Burst(Ns.ms(1), bytes("ab")), new Burst(Ns.ms(2), bytes("c")),
                new Burst(Ns.ms(9), bytes("")), new Burst(Ns.ms(10), bytes("d")))).start();
        world.engine().runUntil(Ns.s(1));

        // A character at 9600 baud takes 1041666.6… ns; "c" is due while "b" is on the line.
        assertEquals(List.of(2_041_667L, 3_083_334L, 4_125_000L, 11_041_667L), arrivalsNs);
    }

    @Test
    void aDayOfCharactersDoesNotDrift() {
        assertEquals(Ns.s(86_400), SerialFormat.of8N1(115200).durationNs(86_400L * 11_520));
    }

    @Test
    void aStreamThatBreaksEndsTheFeedAndIsToldAfterwards() {
        var broken = new SequenceInputStream(new ByteArrayInputStream(bytes("xyz")), new InputStream() {
            @Override
            public int read() throws IOException { throw new IOException("unplugged"); }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException { throw new IOException("unplugged"); }
        });
        var feed = new SerialFeed(world, uart, broken);
        feed.start();
        world.engine().runUntil(Ns.s(1));

        assertEquals(3, feed.sentCount());
        assertNotNull(feed.failure());
    }

    @Test
    void burstsOutOfOrderAreRefused() {
        var bursts = List.of(new Burst(2, bytes("a")), new Burst(1, bytes("b")));
        assertThrows(IllegalArgumentException.class, () -> new SerialFeed(world, uart, bursts));
    }

    private static byte[] bytes(String text) { return text.getBytes(US_ASCII); }
}
