package rtk.apps.infotainment.isotp;

import rtk.board.sim.Ns;
import rtk.resmgr.dev.CanRecord;

/// The receiving direction: puts one message at a time together and steers its sender by flow control.
///
/// ```
///   IDLE ── first frame ──► CONTROLLING ── flow control sent ──► RECEIVING ── last frame ──► IDLE, a message
///                            ▲       └─ not ready: "wait" ─┘          │
///                            └──────────── end of a block ────────────┘
/// ```
final class Assembler {
    private enum State {
        IDLE, CONTROLLING, RECEIVING, REFUSING
    }

    private final IsoTpSettings settings;
    private final FrameWriter writer;
    private final int prefix;
    private State state = State.IDLE;
    private byte[] message = {};
    private int at;
    private int number;
    private int leftInBlock;
    private int waits;
    private boolean busy;
    private long dueNs = Ns.NEVER;
    private IsoTpResult result;

    Assembler(IsoTpAddress address, IsoTpSettings settings) {
        this.settings = settings;
        writer = new FrameWriter(address, settings.padding());
        prefix = address.prefix();
    }

    /// While busy, senders are told to wait.
    void setBusy(boolean isBusy) {
        busy = isBusy;
        if (!busy && state == State.CONTROLLING) dueNs = 0;
    }

    /// @return a message, or null
    byte[] single(CanRecord frame, Pci.Single single) {
        interrupt();
        var bytes = new byte[single.length()];
        copy(frame, prefix + 1, bytes, 0);
        return bytes;
    }

    void first(CanRecord frame, Pci.First first) {
        interrupt();
        dueNs = 0;
        if (first.length() > settings.bytesMax()) {
            state = State.REFUSING;
            return;
        }
        message = new byte[(int) first.length()];
        at = copy(frame, first.at(), message, 0);
        number = 1;
        waits = 0;
        state = State.CONTROLLING;
    }

    /// @return a message, or null
    byte[] consecutive(CanRecord frame, Pci.Consecutive consecutive, long nowNs) {
        if (state != State.RECEIVING) return null;
        if (frame.length() < Math.min(Pci.FRAME_BYTES, prefix + 1 + message.length - at)) return null; // cut short: as if not there
        if (consecutive.number() != number) {
            end(IsoTpResult.WRONG_SN);
            return null;
        }
        number = (number + 1) & 15;
        at += copy(frame, prefix + 1, message, at);
        if (at == message.length) {
            end(IsoTpResult.OK);
            return message;
        }
        dueNs = nowNs + settings.consecutiveNs();
        if (settings.blockSize() > 0 && --leftInBlock == 0) {
            state = State.CONTROLLING;
            dueNs = nowNs;
        }
        return null;
    }

    private static int copy(CanRecord frame, int from, byte[] to, int at) {
        int count = Math.min(frame.length() - from, to.length - at);
        for (int n = 0; n < count; n++) to[at + n] = (byte) frame.dataByte(from + n);
        return count;
    }

    private void interrupt() {
        if (state == State.CONTROLLING || state == State.RECEIVING) end(IsoTpResult.UNEXP_PDU);
    }

    /// The flow control that is due, or null.
    CanRecord next(long nowNs) {
        if (nowNs < dueNs) return null;
        return switch (state) {
            case IDLE, RECEIVING -> null;
            case REFUSING -> {
                end(IsoTpResult.BUFFER_OVFLW);
                yield control(Pci.OVERFLOW);
            }
            case CONTROLLING -> busy ? hold(nowNs) : clear(nowNs);
        };
    }

    private CanRecord clear(long nowNs) {
        state = State.RECEIVING;
        waits = 0;
        leftInBlock = settings.blockSize();
        dueNs = nowNs + settings.consecutiveNs();
        return control(Pci.CLEAR_TO_SEND);
    }

    /// The sender must hear from this end within its N_Bs; half of the own one is assumed to do.
    private CanRecord hold(long nowNs) {
        if (waits++ == settings.waitsMax()) {
            end(IsoTpResult.WFT_OVRN);
            return null;
        }
        dueNs = nowNs + settings.flowControlNs() / 2;
        return control(Pci.WAIT);
    }

    private CanRecord control(int status) {
        return writer.begin().put(0x30 | status).put(settings.blockSize()).put(settings.separation()).frame();
    }

    void elapsed(long nowNs) {
        if (state == State.RECEIVING && nowNs >= dueNs) end(IsoTpResult.TIMEOUT_CR);
    }

    private void end(IsoTpResult how) {
        state = State.IDLE;
        dueNs = Ns.NEVER;
        result = how;
    }

    /// When [#next] has a frame or [#elapsed] ends the message.
    long dueNs() { return dueNs; }

    /// How the last message that began ended, once; null if it has not.
    IsoTpResult takeResult() {
        IsoTpResult taken = result;
        result = null;
        return taken;
    }
}
