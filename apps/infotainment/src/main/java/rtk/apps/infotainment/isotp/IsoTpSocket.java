package rtk.apps.infotainment.isotp;

import rtk.apps.infotainment.CanChannel;
import rtk.kernel.api.KernelCalls;

/// A link over a CAN driver, for one thread: whole messages in and out. It stands for what SocketCAN's `CAN_ISOTP` or the transport layer of
/// AUTOSAR (CanTp) is to a diagnostic program.
///
/// If the driver dies, what was under way ends by its timeouts; the driver is opened again as soon as it is there.
public final class IsoTpSocket {
    /// Reading the protocol bytes of a frame and copying its data: some 500 cycles at 1 GHz.
    private static final long FRAME_COMPUTE_NS = 500;

    private final KernelCalls k;
    private final IsoTpLink link;
    private final CanChannel channel;

    /// @param device such as `/dev/can2`, which the socket has for itself
    public IsoTpSocket(KernelCalls k, String device, IsoTpLink link) {
        this.k = k;
        this.link = link;
        channel = new CanChannel(k, device);
    }

    /// Moves frames until a message has come or the time is over. Blocks: SEND, REPLY, NANOSLEEP.
    ///
    /// @param untilNs instant
    /// @return a message, or null
    public IsoTpLink.Received await(long untilNs) {
        for (;;) {
            write();
            var message = link.take();
            if (message != null || k.nowNs() >= untilNs) return message;
            read(Math.min(untilNs, link.dueNs()));
        }
    }

    /// Sends a message whole. Blocks: SEND, REPLY, NANOSLEEP. What comes meanwhile waits for [#await].
    public IsoTpResult send(byte[] message) {
        link.takeSent();
        link.send(message);
        write();
        while (link.isSending()) {
            read(link.dueNs());
            write();
        }
        return link.takeSent();
    }

    private void write() {
        for (var frame = link.next(k.nowNs()); frame != null; frame = link.next(k.nowNs())) {
            k.compute(FRAME_COMPUTE_NS);
            channel.write(frame);
        }
    }

    private void read(long untilNs) {
        for (var frame : channel.read(untilNs)) {
            k.compute(FRAME_COMPUTE_NS);
            link.received(frame, k.nowNs());
        }
    }
}
