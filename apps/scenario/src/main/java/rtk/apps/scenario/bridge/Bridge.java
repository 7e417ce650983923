package rtk.apps.scenario.bridge;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import rtk.board.can.CanBus;
import rtk.board.can.CanFrame;
import rtk.board.can.OutsideNode;
import rtk.board.serial.SerialFeed;
import rtk.board.serial.Uart;
import rtk.board.sim.World;

/// A bridge of a running simulation: what comes from [Outside] goes in, what is sent inside goes out.
///
/// @param <T> what passes: frames or bytes
public final class Bridge<T> implements Closeable {
    private final World world;
    private final Outside<T> outside;
    private final String name;
    private final String items;
    private final InputLog log;
    private final Function<T, String> text;
    private final Predicate<T> fits;
    /// Where what comes in goes; set once, by whoever makes the bridge.
    private Consumer<T> inside;
    private long in;
    private long out;

    private Bridge(World world, Outside<T> outside, String name, String items, InputLog log, Function<T, String> text,
            Predicate<T> fits) {
        this.world = world;
        this.outside = outside;
        this.name = name;
        this.items = items;
        this.log = log;
        this.text = text;
        this.fits = fits;
    }

    /// Between a CAN bus and an interface of the host. Frames that came from outside are not sent back there; CAN FD frames do not come
    /// onto a bus without a data bit rate.
    ///
    /// @param name for messages, such as `can0=vcan0`
    /// @param recording where to write down what comes in; null for nowhere
    public static Bridge<CanFrame> ofBus(CanBus bus, Outside<CanFrame> outside, String name, Path recording) throws IOException {
        var bridge = new Bridge<>(bus.world(), outside, name, "frames", new InputLog(recording, bus.name()), CanFrame::toString,
                frame -> !frame.isFd() || bus.dataBitrateHz() != 0);
        bridge.inside = new OutsideNode(bus, "outside", bridge::goOut)::send;
        return bridge;
    }

    /// Between a serial line and a stream of bytes on the host, such as a pseudo-terminal or a TCP connection. Bytes that come in are sent
    /// back to back at the rate of the UART, 8N1.
    ///
    /// @param name for messages, such as `ser1=pty`
    /// @param recording where to write down what comes in; null for nowhere
    public static Bridge<Byte> ofLine(World world, Uart uart, Outside<Byte> outside, String name, Path recording)
            throws IOException {
        var bridge = new Bridge<Byte>(world, outside, name, "bytes", new InputLog(recording, uart.name()),
                octet -> HexFormat.of().toHexDigits(octet), octet -> true);
        bridge.inside = new SerialFeed(world, uart)::say;
        uart.connect((value, sent) -> bridge.goOut((byte) value));
        return bridge;
    }

    /// The frames that came in through a bridge of an earlier run.
    public static Outside<CanFrame> framesAgain(Path recording) throws IOException {
        return new InputLog.Again<>(recording, CanFrame::parse);
    }

    /// The bytes that came in through a bridge of an earlier run.
    public static Outside<Byte> bytesAgain(Path recording) throws IOException {
        return new InputLog.Again<>(recording, hex -> (byte) HexFormat.fromHexDigits(hex));
    }

    private void goOut(T item) {
        out++;
        outside.send(item);
    }

    /// Lets in what has come since the last time. Called between two steps, on the thread that lets time pass.
    ///
    /// @throws IOException in one line, if the bridge is broken
    public void pump() throws IOException {
        long nowNs = world.nowNs();
        for (T item = outside.poll(nowNs); item != null; item = outside.poll(nowNs)) {
            if (!fits.test(item)) continue;
            in++;
            log.add(nowNs, text.apply(item));
            inside.accept(item);
        }
    }

    public String name() { return name; }

    /// How much came in, went out, and could not go out.
    public String counts() {
        return String.format(Locale.ROOT, "%d %s in, %d out, %d not taken by the host", in, items, out, outside.dropped());
    }

    @Override
    public void close() throws IOException {
        outside.close();
        log.close();
    }
}
