package rtk.apps.infotainment.phone;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.resmgr.Posix;

/// What others hear of the phone: two objects of publish/subscribe. Without `/pps` nobody hears, and the phone works all the same.
///
/// | object | attribute | value |
/// |---|---|---|
/// | `/pps/phone/call` | `state::` | `idle`, `incoming`, `dialling`, `alerting`, `active` |
/// | | `direction::` | `in`, `out` |
/// | | `number::` | of the other side, may be empty |
/// | `/pps/phone/modem` | `present:b:` | whether it answers |
/// | | `registered:b:` | in a network |
/// | | `signal:n:` | dBm, 0 if not known |
/// | | `messages:n:` | short messages that have come since the start |
final class PhonePublisher {
    private static final String CALL = "/pps/phone/call";
    private static final String MODEM = "/pps/phone/modem";

    private final Posix posix;
    private String lastCall = "";
    private String lastModem = "";

    PhonePublisher(KernelCalls k) { posix = new Posix(k); }

    void call(Call call) {
        String state = "state::%s\ndirection::%s\nnumber::%s\n".formatted(call.state().name().toLowerCase(Locale.ROOT),
                call.isIncoming() ? "in" : "out", call.number());
        if (!state.equals(lastCall) && write(CALL, state)) lastCall = state;
    }

    void modem(boolean present, boolean registered, int dbm, int messages) {
        String state = "present:b:%s\nregistered:b:%s\nsignal:n:%s\nmessages:n:%s\n".formatted(present, registered, dbm,
                messages);
        if (!state.equals(lastModem) && write(MODEM, state)) lastModem = state;
    }

    /// @return false if nobody took it
    private boolean write(String object, String text) {
        try {
            int fd = posix.open(object, Posix.O_WRONLY | Posix.O_CREAT, 0644);
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            posix.write(fd, bytes, bytes.length);
            posix.close(fd);
            return true;
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ESRCH && e.errno() != Errno.EBADF) throw e;
            return false;
        }
    }
}
