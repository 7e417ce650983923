package rtk.apps.infotainment.isotp;

import rtk.board.sim.Ns;
import rtk.resmgr.dev.CanRecord;

/// The sending direction: one message at a time, cut into frames as the receiver's flow control says.
///
/// ```
///   IDLE ── single frame ─────────────► IDLE
///   IDLE ── first frame ──► WAITING ── clear to send ──► SENDING ── last frame ──► IDLE
///                             ▲  ▲ └─ wait ─┘              │
///                             │  └────── end of a block ───┘
/// ```
final class Segmenter {
    /// "Wait" frames in a row after which a receiver is given up. The standard bounds them at the receiver only.
    static final int WAITS_MAX = 255;

    private enum State {
        IDLE, SINGLE, FIRST, WAITING, SENDING
    }

    private final IsoTpSettings settings;
    private final FrameWriter writer;
    private final int prefix;
    private State state = State.IDLE;
    private byte[] message;
    private int at;
    private int number;
    private int leftInBlock;
    private boolean endless;
    private long separationNs;
    private int waits;
    private long dueNs = Ns.NEVER;
    private IsoTpResult result;

    Segmenter(IsoTpAddress address, IsoTpSettings settings) {
        this.settings = settings;
        writer = new FrameWriter(address, settings.padding());
        prefix = address.prefix();
    }

    boolean isIdle() { return state == State.IDLE; }

    void begin(byte[] bytes) {
        message = bytes.clone();
        at = 0;
        waits = 0;
        state = message.length < Pci.FRAME_BYTES - prefix ? State.SINGLE : State.FIRST;
        dueNs = 0;
    }

    /// The frame that is due, or null.
    CanRecord next(long nowNs) {
        if (nowNs < dueNs) return null;
        return switch (state) {
            case SINGLE -> {
                end(IsoTpResult.OK);
                yield writer.begin().put(message.length).put(message, 0).frame();
            }
            case FIRST -> first(nowNs);
            case SENDING -> consecutive(nowNs);
            case IDLE, WAITING -> null;
        };
    }

    private CanRecord first(long nowNs) {
        writer.begin();
        if (message.length <= Pci.SHORT_MAX) {
            writer.put(0x10 | message.length >> 8).put(message.length);
            at = Pci.FRAME_BYTES - prefix - 2;
        } else {
            writer.put(0x10).put(0).put(message.length >> 24).put(message.length >> 16).put(message.length >> 8)
                    .put(message.length);
            at = Pci.FRAME_BYTES - prefix - 6;
        }
        number = 1;
        await(nowNs);
        return writer.put(message, 0).frame();
    }

    private CanRecord consecutive(long nowNs) {
        CanRecord frame = writer.begin().put(0x20 | number).put(message, at).frame();
        at += Pci.FRAME_BYTES - prefix - 1;
        number = (number + 1) & 15;
        if (at >= message.length) end(IsoTpResult.OK);
        else if (!endless && --leftInBlock == 0) await(nowNs);
        else dueNs = nowNs + settings.frameNs() + separationNs;
        return frame;
    }

    private void await(long nowNs) {
        state = State.WAITING;
        dueNs = nowNs + settings.flowControlNs();
    }

    void flowControl(Pci.FlowControl control, long nowNs) {
        if (state != State.WAITING) return;
        switch (control.status()) {
            case Pci.CLEAR_TO_SEND -> {
                state = State.SENDING;
                waits = 0;
                endless = control.blockSize() == 0;
                leftInBlock = control.blockSize();
                separationNs = SeparationTime.ns(control.separation());
                dueNs = nowNs;
            }
            case Pci.WAIT -> {
                if (++waits > WAITS_MAX) end(IsoTpResult.WFT_OVRN);
                else await(nowNs);
            }
            case Pci.OVERFLOW -> end(IsoTpResult.BUFFER_OVFLW);
            default -> end(IsoTpResult.INVALID_FS);
        }
    }

    void elapsed(long nowNs) {
        if (state == State.WAITING && nowNs >= dueNs) end(IsoTpResult.TIMEOUT_BS);
    }

    private void end(IsoTpResult how) {
        state = State.IDLE;
        dueNs = Ns.NEVER;
        result = how;
    }

    /// When [#next] has a frame or [#elapsed] ends the message.
    long dueNs() { return dueNs; }

    /// How the last message ended, once; null if it has not.
    IsoTpResult takeResult() {
        IsoTpResult taken = result;
        result = null;
        return taken;
    }
}
