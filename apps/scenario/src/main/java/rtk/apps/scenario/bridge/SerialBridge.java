package rtk.apps.scenario.bridge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import rtk.board.serial.SerialFeed;
import rtk.board.serial.Uart;
import rtk.board.sim.World;

/// A bridge between a simulated serial line and a stream of bytes on the host, such as a pseudo-terminal or a TCP connection. Bytes that
/// come in are sent back to back at the rate of the UART, 8N1.
public final class SerialBridge implements Bridge {
    private final World world;
    private final SerialFeed feed;
    private final Outside<Byte> outside;
    private final String name;
    private final InputLog log;
    private long in;
    private long out;

    /// @param recording where to write down what comes in; null for nowhere
    public SerialBridge(World world, Uart uart, Outside<Byte> outside, String name, Path recording) throws IOException {
        this.world = world;
        this.outside = outside;
        this.name = name;
        log = new InputLog(recording, uart.name());
        feed = new SerialFeed(world, uart);
        uart.connect((value, sent) -> {
            out++;
            outside.send((byte) value);
        });
    }

    /// What came in through a bridge of an earlier run.
    public static Outside<Byte> again(Path recording) throws IOException {
        return new InputLog.Again<>(recording, hex -> (byte) HexFormat.fromHexDigits(hex));
    }

    @Override
    public void pump() throws IOException {
        long nowNs = world.nowNs();
        for (Byte octet = outside.poll(nowNs); octet != null; octet = outside.poll(nowNs)) {
            in++;
            log.add(nowNs, HexFormat.of().toHexDigits(octet));
            feed.say(octet);
        }
    }

    @Override
    public String name() { return name; }

    @Override
    public String counts() {
        return String.format(Locale.ROOT, "%d bytes in, %d out, %d not taken by the host", in, out, outside.dropped());
    }

    @Override
    public void close() throws IOException {
        outside.close();
        log.close();
    }
}
