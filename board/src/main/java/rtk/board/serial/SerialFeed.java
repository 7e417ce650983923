package rtk.board.serial;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.List;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;

/// Stimulus: the far end of a serial line, talking into a [Uart] with the format the UART was built for (8N1 at its
/// preset rate) or one of its own.
///
/// Bytes follow each other without a gap, or come in bursts at given times; a burst that is due while the line is busy
/// follows the one before it directly. A stream is read as simulated time goes on, so its length does not matter.
public final class SerialFeed {
    /// Bytes to send from instant `timeNs` on, counted from the start of the feed.
    // A message in flight, not a value to compare; hence the array.
    @SuppressWarnings("ArrayRecordComponent")
    public record Burst(long timeNs, byte[] bytes) {}

    private final World world;
    private final Uart uart;
    private final SerialFormat format;
    private final BurstSource bursts; // null when a stream is fed
    private InputStream bytes;
    private final ArrayDeque<Byte> said = new ArrayDeque<>();
    private long startNs;
    private long rowStartNs;
    private long rowSent;
    private int current;
    private long sentCount;
    private IOException failure;
    private final SimEvent arrival = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() { arrived(); }

        @Override
        public String toString() { return "character for " + uart.name(); }
    };

    /// Feeds `bytes` back to back.
    public SerialFeed(World world, Uart uart, InputStream bytes) {
        this(world, uart, SerialFormat.of8N1(uart.baud()), bytes, null);
    }

    /// Feeds what it is told to, byte by byte ([#say]).
    public SerialFeed(World world, Uart uart) { this(world, uart, InputStream.nullInputStream()); }

    /// Feeds `bytes` back to back.
    public SerialFeed(World world, Uart uart, byte[] bytes) { this(world, uart, new ByteArrayInputStream(bytes)); }

    /// Feeds bursts, in order of their times.
    ///
    /// @throws IllegalArgumentException if a burst is earlier than the one before it
    public SerialFeed(World world, Uart uart, List<Burst> bursts) {
        this(world, uart, source(bursts));
        long lastNs = 0;
        for (var burst : bursts) {
            if (burst.timeNs() < lastNs) {
                throw new IllegalArgumentException("burst at " + Ns.text(burst.timeNs()) + " after one at " + Ns.text(lastNs));
            }
            lastNs = burst.timeNs();
        }
    }

    /// Feeds bursts as they come from `bursts`.
    public SerialFeed(World world, Uart uart, BurstSource bursts) {
        this(world, uart, SerialFormat.of8N1(uart.baud()), InputStream.nullInputStream(), bursts);
    }

    private static BurstSource source(List<Burst> bursts) {
        var left = List.copyOf(bursts).iterator();
        return () -> left.hasNext() ? left.next() : null;
    }

    /// Feeds a file in the way that `options` say, except for the delay, which is for [#start(long)].
    ///
    /// @param file name for messages
    /// @throws IOException its beginning cannot be read
    public static SerialFeed of(World world, Uart uart, String file, InputStream in, FeedOptions options) throws IOException {
        var buffered = new BufferedInputStream(in);
        BurstSource bursts = options.bursts(file, buffered);
        return bursts == null ? new SerialFeed(world, uart, buffered) : new SerialFeed(world, uart, bursts);
    }

    /// Feeds `bytes` back to back in a format that need not be the UART's.
    public SerialFeed(World world, Uart uart, SerialFormat format, InputStream bytes) { this(world, uart, format, bytes, null); }

    private SerialFeed(World world, Uart uart, SerialFormat format, InputStream bytes, BurstSource bursts) {
        this.world = world;
        this.uart = uart;
        this.format = format;
        this.bytes = bytes;
        this.bursts = bursts;
    }

    /// Begins with the first start bit now.
    public void start() { start(0); }

    /// Begins `delayNs` from now.
    public void start(long delayNs) {
        startNs = Ns.after(world.nowNs(), delayNs);
        rowStartNs = startNs;
        next();
    }

    /// Feeds one more byte, directly after those before it or now.
    public void say(byte octet) {
        said.add(octet);
        if (arrival.isSet()) return;
        if (world.nowNs() > rowStartNs + format.durationNs(rowSent)) {
            rowStartNs = world.nowNs();
            rowSent = 0;
        }
        next();
    }

    /// Bytes told by [#say] that are not on the line yet.
    public int waitingCount() { return said.size(); }

    /// When the line has brought all bytes told by [#say]; now if it has.
    public long freeNs() { return Math.max(world.nowNs(), rowStartNs + format.durationNs(rowSent + said.size())); }

    /// Characters sent so far.
    public long sentCount() { return sentCount; }

    /// What went wrong when reading the stream; null if nothing did. The feed ends there.
    public IOException failure() { return failure; }

    private void arrived() {
        sentCount++;
        int value = current;
        next();
        uart.receive(value, format);
    }

    /// Takes the next byte and sets its arrival.
    private void next() {
        current = nextByte();
        while (current < 0) {
            Burst burst = nextBurst();
            if (burst == null) return;
            bytes = new ByteArrayInputStream(burst.bytes());
            long dueNs = Ns.after(startNs, burst.timeNs());
            if (dueNs > rowStartNs + format.durationNs(rowSent)) {
                rowStartNs = dueNs;
                rowSent = 0;
            }
            current = nextByte();
        }
        rowSent++;
        world.engine().at(arrival, rowStartNs + format.durationNs(rowSent));
    }

    private Burst nextBurst() {
        if (bursts == null || failure != null) return null;
        try {
            return bursts.next();
        } catch (IOException e) {
            failure = e;
            return null;
        }
    }

    private int nextByte() {
        if (!said.isEmpty()) return Byte.toUnsignedInt(said.removeFirst());
        try {
            return bytes.read();
        } catch (IOException e) {
            failure = e;
            return -1;
        }
    }
}
