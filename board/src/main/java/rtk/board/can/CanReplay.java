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
    private final Source source;
    private final ReplayOptions options;
    private final QueueingNode node;
    private CanLog log;
    private CanFrame frame;
    private long startNs; // of this round
    private long roundsPlayed;
    private long roundFrames;
    private long skippedCount;
    private long fdSkippedCount;
    private IOException failure;
    private final SimEvent due = new SimEvent(Rank.DEVICE) {
        @Override
        protected void happen() { sendDue(); }

        @Override
        public String toString() { return "replay of " + log.file(); }
    };

    /// Opens a log anew for each round.
    @FunctionalInterface
    public interface Source {
        CanLog open() throws IOException;
    }

    /// Replays all frames of `log`, once, as they were.
    public CanReplay(CanBus bus, CanLog log) { this(bus, log, () -> log, ReplayOptions.DEFAULT); }

    /// @throws IOException the log cannot be opened
    public CanReplay(CanBus bus, Source source, ReplayOptions options) throws IOException {
        this(bus, source.open(), source, options);
    }

    private CanReplay(CanBus bus, CanLog first, Source source, ReplayOptions options) {
        this.engine = bus.world().engine();
        this.bus = bus;
        this.source = source;
        this.options = options;
        log = first;
        String path = log.file().replace('\\', '/');
        node = new QueueingNode(bus, path.substring(path.lastIndexOf('/') + 1), "can-replay", false);
    }

    /// The first frame of the log is due now, or after the delay of the options.
    public void start() {
        startNs = Ns.after(engine.nowNs(), options.delayNs());
        advance();
    }

    /// Why the replay ended before its log did, or null. A [MalformedLogException] names the line.
    public IOException failure() { return failure; }

    /// Frames left out: of other interfaces, or by their identifiers.
    public long skippedCount() { return skippedCount; }

    /// CAN FD frames, left out because the bus has no data bit rate.
    public long fdSkippedCount() { return fdSkippedCount; }

    private void sendDue() {
        if (failure != null) {
            engine.stop();
            return;
        }
        node.send(frame);
        advance();
    }

    /// Sets the alarm for the next frame to replay, of this round or the next.
    private void advance() {
        try {
            while (!advanceInRound()) {
                log.close();
                roundsPlayed++;
                if (roundsPlayed == options.rounds() || roundFrames == 0) return;
                // The first frame of the next round comes after the last one by what frames came after each other in the mean.
                long lengthNs = log.timeNs() + log.timeNs() / Math.max(1, log.frameCount() - 1);
                startNs = Ns.after(startNs, options.scaledNs(Math.max(1, lengthNs)));
                log = source.open();
                roundFrames = 0;
            }
        } catch (IOException e) {
            failure = e;
            engine.at(due, engine.nowNs()); // an event, since the run may not have begun
        }
    }

    /// @return false at the end of the log
    private boolean advanceInRound() throws IOException {
        while (log.next()) {
            if (options.interfaceName() != null && !options.interfaceName().equals(log.interfaceName())) {
                skippedCount++;
            } else if (log.frame().isFd() && bus.dataBitrateHz() == 0) {
                fdSkippedCount++;
            } else {
                frame = options.changed(log.frame());
                if (frame == null) {
                    skippedCount++;
                    continue;
                }
                roundFrames++;
                engine.at(due, Math.max(engine.nowNs(), Ns.after(startNs, options.scaledNs(log.timeNs()))));
                return true;
            }
        }
        return false;
    }
}
