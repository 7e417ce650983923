package rtk.apps.infotainment.phone;

import java.nio.charset.StandardCharsets;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.resmgr.NameService;

/// The phone as the user interface has it. What becomes of a command is told by `/pps/phone/call`. Finds a phone that comes late or again.
///
/// Blocks: SEND, REPLY, for an instant.
public final class PhoneClient {
    private static final int NOT_CONNECTED = -1;

    private final KernelCalls k;
    private int coid = NOT_CONNECTED;

    public PhoneClient(KernelCalls k) { this.k = k; }

    /// @param number digits, and a plus before them
    /// @return false if that cannot be now
    public boolean dial(String number) { return send(PhoneMessages.DIAL, number) >= 0; }

    public boolean answer() { return send(PhoneMessages.ANSWER, "") >= 0; }

    public boolean hangUp() { return send(PhoneMessages.HANG_UP, "") >= 0; }

    /// `IDLE`, `INCOMING`, `DIALLING`, `ALERTING`, `ACTIVE`, or empty if there is no phone.
    public String state() {
        int state = send(PhoneMessages.STATE, "");
        return state < 0 ? "" : Call.State.values()[state].name();
    }

    private int send(int type, String text) {
        try {
            if (coid == NOT_CONNECTED) coid = NameService.open(k, Phone.NAME);
            return k.msgSend(coid, PhoneMessages.of(type, text.getBytes(StandardCharsets.US_ASCII)), new byte[0]);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EBUSY || e.errno() == Errno.EINVAL) return -1;
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ESRCH && e.errno() != Errno.EBADF) throw e;
            if (coid != NOT_CONNECTED) NameService.close(k, coid);
            coid = NOT_CONNECTED;
            return -1;
        }
    }
}
