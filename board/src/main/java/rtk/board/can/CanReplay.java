package rtk.board.can;

import java.io.IOException;
import rtk.board.can.log.CanLog;
import rtk.board.can.log.MalformedLogException;
import rtk.board.sim.Engine;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;

/// Puts the frames of a log on a bus at their original times.
///
/// One node stands for all senders of the log. A frame is queued at its stamp, counted from the start of the replay; it goes on the wire
/// at that instant if the bus is free, else in its turn: frames of the log keep the order of the log among themselves (they come from one
/// wire, where arbitration has been), and the foremost one competes with other nodes by its identifier. A recorder stamps a frame
/// when it has received it; the replay begins to send it then.
///
/// The log is read as the run goes on. If it cannot be read, or is read strictly and has a malformed line, the replay ends,
/// remembers why ([#failure]) and stops the engine.
public final class CanReplay {
    private final Engine engine;
    private final CanBus bus;
    private final CanLog log;
    private final String interfaceName;
    private final QueueingNode node;
    private long startNs;
    private long skippedCount;
    private long fdSkippedCount;
    private IOException failure;
    private final SimEvent due = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() { sendDue(); }

        @Override
        public String toString() { return "replay of " + log.file(); }
    };

    /// Replays all frames of `log`.
    public CanReplay(CanBus bus, CanLog log) { this(bus, log, null); }

    /// @param interfaceName replay only frames of this interface, null for all
    public CanReplay(CanBus bus, CanLog log, String interfaceName) {
        this.engine = bus.world().engine();
        this.bus = bus;
        this.log = log;
        this.interfaceName = interfaceName;
        String path = log.file().replace('\\', '/');
        node = new QueueingNode(bus, path.substring(path.lastIndexOf('/') + 1), "can-replay", false);
    }

    /// The first frame of the log is due now.
    public void start() { startAfter(0); }

    /// The first frame of the log is due `delayNs` from now.
    public void startAfter(long delayNs) {
        startNs = Ns.after(engine.nowNs(), delayNs);
        advance();
    }

    /// Why the replay ended before its log did, or null. A [MalformedLogException] names the line.
    public IOException failure() { return failure; }

    /// Frames of other interfaces, left out.
    public long skippedCount() { return skippedCount; }

    /// CAN FD frames, left out because the bus has no data bit rate.
    public long fdSkippedCount() { return fdSkippedCount; }

    private void sendDue() {
        if (failure != null) {
            engine.stop();
            return;
        }
        node.send(log.frame());
        advance();
    }

    /// Sets the alarm for the next frame to replay.
    private void advance() {
        try {
            while (log.next()) {
                if (interfaceName != null && !interfaceName.equals(log.interfaceName())) {
                    skippedCount++;
                } else if (log.frame().isFd() && bus.dataBitrateHz() == 0) {
                    fdSkippedCount++;
                } else {
                    engine.at(due, Ns.after(startNs, log.timeNs()));
                    return;
                }
            }
            log.close();
        } catch (IOException e) {
            failure = e;
            engine.at(due, engine.nowNs()); // an event, since the run may not have begun
        }
    }
}
