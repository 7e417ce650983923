package rtk.apps.scenario.bridge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import rtk.board.can.CanBus;
import rtk.board.can.CanFrame;
import rtk.board.can.OutsideNode;

/// A bridge between a simulated CAN bus and an interface of the host. Frames that came from outside are not sent back there.
public final class CanBridge implements Bridge {
    private final CanBus bus;
    private final OutsideNode node;
    private final Outside<CanFrame> outside;
    private final String name;
    private final InputLog log;
    private long in;
    private long out;

    /// @param recording where to write down what comes in; null for nowhere
    public CanBridge(CanBus bus, Outside<CanFrame> outside, String name, Path recording) throws IOException {
        this.bus = bus;
        this.outside = outside;
        this.name = name;
        log = new InputLog(recording, bus.name());
        node = new OutsideNode(bus, "outside", this::hear);
    }

    /// What came in through a bridge of an earlier run.
    public static Outside<CanFrame> again(Path recording) throws IOException {
        return new InputLog.Again<>(recording, CanFrame::parse);
    }

    private void hear(CanFrame frame) {
        out++;
        outside.send(frame);
    }

    @Override
    public void pump() throws IOException {
        long nowNs = bus.world().nowNs();
        for (CanFrame frame = outside.poll(nowNs); frame != null; frame = outside.poll(nowNs)) {
            if (frame.isFd() && bus.dataBitrateHz() == 0) continue;
            in++;
            log.add(nowNs, frame);
            node.send(frame);
        }
    }

    @Override
    public String name() { return name; }

    @Override
    public String counts() {
        return String.format(Locale.ROOT, "%d frames in, %d out, %d not taken by the host", in, out, outside.dropped());
    }

    @Override
    public void close() throws IOException {
        outside.close();
        log.close();
    }
}
