package rtk.resmgr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import rtk.kernel.api.SigEvent;

/// A [SigEvent] on its way to a server that is to deliver it, in [#BYTES] bytes, little-endian: u32 kind; four u32 by kind, 0 where
/// there are fewer. The server looks at it no more than a C server does.
///
/// | kind | event | fields |
/// |---:|---|---|
/// | 0 | None | |
/// | 1 | Signal | signo |
/// | 2, 3 | SignalCode, SignalThread | signo, code, value |
/// | 4 | Pulse | coid, priority, code, value |
/// | 5 | Sem | sem |
/// | 6 | Handle | number |
///
/// The other events are not for servers.
public final class EventBytes {
    public static final int BYTES = 20;

    private EventBytes() {}

    /// @throws IllegalArgumentException an event that is not for servers
    public static byte[] of(SigEvent event) {
        return switch (event) {
            case SigEvent.None none -> words(0, 0, 0, 0, 0);
            case SigEvent.Signal signal -> words(1, signal.signo(), 0, 0, 0);
            case SigEvent.SignalCode signal -> words(2, signal.signo(), signal.code(), signal.value(), 0);
            case SigEvent.SignalThread signal -> words(3, signal.signo(), signal.code(), signal.value(), 0);
            case SigEvent.Pulse pulse -> words(4, pulse.coid(), pulse.priority(), pulse.code(), pulse.value());
            case SigEvent.Sem sem -> words(5, sem.sem(), 0, 0, 0);
            case SigEvent.Handle handle -> words(6, handle.number(), 0, 0, 0);
            case SigEvent.Intr intr -> throw wrong(intr);
            case SigEvent.Unblock unblock -> throw wrong(unblock);
            case SigEvent.Thread thread -> throw wrong(thread);
            case SigEvent.Memory memory -> throw wrong(memory);
        };
    }

    /// @return the event in `bytes` from `offset` on; null if there is none
    public static SigEvent in(byte[] bytes, int offset) {
        if (bytes.length - offset < BYTES) return null;
        var fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(offset);
        int kind = fields.getInt();
        int a = fields.getInt();
        int b = fields.getInt();
        int c = fields.getInt();
        int d = fields.getInt();
        return switch (kind) {
            case 0 -> new SigEvent.None();
            case 1 -> new SigEvent.Signal(a);
            case 2 -> new SigEvent.SignalCode(a, b, c);
            case 3 -> new SigEvent.SignalThread(a, b, c);
            case 4 -> new SigEvent.Pulse(a, b, c, d);
            case 5 -> new SigEvent.Sem(a);
            case 6 -> new SigEvent.Handle(a);
            default -> null;
        };
    }

    private static byte[] words(int kind, int a, int b, int c, int d) {
        return ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(kind).putInt(a).putInt(b).putInt(c).putInt(d)
                .array();
    }

    private static IllegalArgumentException wrong(SigEvent event) {
        return new IllegalArgumentException(event + " cannot be delivered by a server");
    }
}
