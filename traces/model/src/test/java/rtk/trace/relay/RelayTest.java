package rtk.trace.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;
import rtk.trace.file.TraceFileWriter;

class RelayTest {
    @Test
    void fileAndDigestAreTheSameWithARelayAndWithout() {
        var direct = new ByteArrayOutputStream();
        var relayed = new ByteArrayOutputStream();
        var directWriter = new TraceFileWriter(Channels.newChannel(direct), "{}");
        var relayedWriter = new TraceFileWriter(Channels.newChannel(relayed), "{}");

        tell(directWriter, 100_000);
        directWriter.close();
        try (var relay = new Relay(relayedWriter)) {
            tell(relay, 100_000);
        }
        relayedWriter.close();

        assertEquals(100_000, relayedWriter.eventCount());
        assertEquals(directWriter.digest(), relayedWriter.digest());
        assertArrayEquals(direct.toByteArray(), relayed.toByteArray());
    }

    @Test
    void afterDrainAllSinksHaveSeenAllEventsSoFar() {
        var first = new Counter();
        var second = new Counter();
        try (var relay = new Relay(first, second)) {
            for (int round = 1; round <= 100; round++) {
                for (int i = 0; i < 997; i++) relay.event(round, EventKind.COST, 0);

                relay.drain();

                assertEquals(997L * round, first.events);
                assertEquals(997L * round, second.events);
            }
        }
    }

    @Test
    void whoBringsEventsWaitsWhenTheSinkIsTooManyBatchesBehind() throws InterruptedException {
        var gate = new CountDownLatch(1);
        var counter = new Counter();
        var relay = new Relay(new Gate(gate).and(counter));
        var told = new AtomicInteger();
        var bringer = new Thread(() -> {
            for (; told.get() < 20 * EventBatch.EVENTS_MAX; told.incrementAndGet()) relay.event(0, EventKind.COST, 0);
        });
        int bound = Relay.BATCHES_MAX * EventBatch.EVENTS_MAX - 1;

        bringer.start();
        while (bringer.isAlive() && (bringer.getState() != Thread.State.WAITING || told.get() < bound)) Thread.onSpinWait();
        int toldBehindTheGate = told.get();
        gate.countDown();
        bringer.join();
        relay.close();

        assertEquals(bound, toldBehindTheGate);
        assertEquals(20 * EventBatch.EVENTS_MAX, counter.events);
    }

    @Test
    void sinkThatThrowsIsHeardAtTheDoorAndNotInTheMiddleOfTheWorld() {
        var broken = new IllegalStateException("broken");
        var after = new Counter();
        var relay = new Relay(new TraceSink() {
            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                if (timeNs == 5) throw broken;
            }

            @Override
            public void text(int id, String text) {}
        }, after);

        for (int i = 0; i < 20 * EventBatch.EVENTS_MAX; i++) relay.event(i, EventKind.COST, 0);

        assertSame(broken, assertThrows(IllegalStateException.class, relay::drain));
        assertSame(broken, assertThrows(IllegalStateException.class, relay::close));
        assertEquals(0, after.events);
    }

    @Test
    void interruptOfWhoBringsEventsLosesNoneAndStaysSet() {
        var counter = new Counter();
        var relay = new Relay(counter);

        Thread.currentThread().interrupt();
        for (int i = 0; i < 20 * EventBatch.EVENTS_MAX + 1; i++) relay.event(i, EventKind.COST, 0);
        relay.close();

        assertTrue(Thread.interrupted());
        assertEquals(20 * EventBatch.EVENTS_MAX + 1, counter.events);
    }

    private static void tell(TraceSink sink, int events) {
        var random = new Random(7);
        long timeNs = 0;
        int texts = 0;
        for (int i = 0; i < events; i++) {
            if (random.nextInt(50) == 0) sink.text(++texts, "text " + texts);
            timeNs += random.nextInt(1_000);
            sink.event(timeNs, EventKind.ofNumber(random.nextInt(EventKind.count())), random.nextLong(), random.nextInt(1_000),
                    random.nextInt(), random.nextInt(8), 0);
        }
    }

    private record Gate(CountDownLatch opens) implements TraceSink {
        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            try {
                opens.await();
            } catch (InterruptedException never) {
                throw new IllegalStateException(never);
            }
        }

        @Override
        public void text(int id, String text) {}
    }

    private static final class Counter implements TraceSink {
        private int events;

        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) { events++; }

        @Override
        public void text(int id, String text) {}
    }
}
