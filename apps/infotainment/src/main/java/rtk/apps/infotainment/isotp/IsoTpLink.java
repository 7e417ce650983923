package rtk.apps.infotainment.isotp;

import java.util.ArrayDeque;
import rtk.board.sim.Ns;
import rtk.resmgr.dev.CanRecord;

/// One end of a link between two addresses, both directions at once. It is told of frames and of the time, and asked for frames
/// and messages; whoever owns it moves the frames:
///
/// ```java
/// link.received(frame, now);                                    // a frame has come
/// for (var f = link.next(now); f != null; f = link.next(now)) … // write it
/// for (var m = link.take(); m != null; m = link.take()) …       // a message
/// wait until a frame comes or link.dueNs()
/// ```
public final class IsoTpLink {
    /// Messages received that wait to be taken; one more takes the place of the oldest.
    public static final int MESSAGES_MAX = 16;

    /// A message received.
    ///
    /// @param functional sent to all, not to this end alone
    // Handed over, not compared.
    @SuppressWarnings("ArrayRecordComponent")
    public record Received(byte[] bytes, boolean functional) {}

    private final IsoTpAddress address;
    private final Segmenter segmenter;
    private final Assembler assembler;
    private final ArrayDeque<Received> messages = new ArrayDeque<>();

    public IsoTpLink(IsoTpAddress address, IsoTpSettings settings) {
        this.address = address;
        segmenter = new Segmenter(address, settings);
        assembler = new Assembler(address, settings);
    }

    /// Is a message being sent?
    public boolean isSending() { return !segmenter.isIdle(); }

    /// Begins to send; [#next] has the frames.
    ///
    /// @param message 1 to [IsoTpSettings#BYTES_LIMIT] bytes
    /// @throws IllegalStateException one is being sent
    public void send(byte[] message) {
        if (message.length == 0 || message.length > IsoTpSettings.BYTES_LIMIT)
            throw new IllegalArgumentException(
                    "a message has 1 to " + IsoTpSettings.BYTES_LIMIT + " bytes, not " + message.length);
        if (isSending()) throw new IllegalStateException("a message is being sent");
        segmenter.begin(message);
    }

    /// A frame has come; one that is not for this end is passed over.
    public void received(CanRecord frame, long nowNs) {
        if (!address.accepts(frame)) return;
        elapsed(nowNs);
        boolean functional = address.isFunctional(frame);
        switch (Pci.of(frame, address.prefix())) {
            case Pci.Single single -> add(assembler.single(frame, single), functional);
            case Pci.First first -> {
                if (!functional) assembler.first(frame, first);
            }
            case Pci.Consecutive consecutive -> add(assembler.consecutive(frame, consecutive, nowNs), false);
            case Pci.FlowControl control -> segmenter.flowControl(control, nowNs);
            case Pci.Wrong wrong -> {}
        }
    }

    private void add(byte[] message, boolean functional) {
        if (message == null) return;
        if (messages.size() == MESSAGES_MAX) messages.remove();
        messages.add(new Received(message, functional));
    }

    /// The next frame to be put on the bus now, or null.
    public CanRecord next(long nowNs) {
        elapsed(nowNs);
        CanRecord control = assembler.next(nowNs);
        return control != null ? control : segmenter.next(nowNs);
    }

    private void elapsed(long nowNs) {
        segmenter.elapsed(nowNs);
        assembler.elapsed(nowNs);
    }

    /// When [#next] is to be asked again if no frame comes before; [Ns#NEVER] if nothing is under way.
    public long dueNs() { return Math.min(segmenter.dueNs(), assembler.dueNs()); }

    /// The oldest message received, or null.
    public Received take() { return messages.poll(); }

    /// While this end is busy, it tells senders of long messages to wait, up to [IsoTpSettings#waitsMax] times.
    public void setBusy(boolean busy) { assembler.setBusy(busy); }

    /// How the last message sent ended, once; null if it has not.
    public IsoTpResult takeSent() { return segmenter.takeResult(); }

    /// How the last long message being received ended, once; null if it has not.
    public IsoTpResult takeReceived() { return assembler.takeResult(); }
}
