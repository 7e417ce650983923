package rtk.apps.infotainment.update;

import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.resmgr.NameService;

/// Speaks with the update service: begins jobs, and asks whether they are done. Finds a service that comes late or again.
///
/// Jobs return at once. Blocks: SEND, REPLY, for as long as the service takes to copy.
public final class UpdateClient {
    private static final int NOT_CONNECTED = -1;

    /// How far the last job is.
    public enum Progress {
        IDLE, BUSY, FAILED, NO_SERVICE
    }

    /// Both slots.
    ///
    /// @param state of the slot that runs, a word of [Slot.State]
    public record Status(Progress progress, int running, int version, String state, int otherVersion, String otherState) {}

    private final KernelCalls k;
    private int coid = NOT_CONNECTED;

    public UpdateClient(KernelCalls k) { this.k = k; }

    /// Makes the other slot ready for new software.
    ///
    /// @param sha256 of its `length` bytes
    /// @return false if there is no service, or it is busy
    public boolean begin(int version, int length, byte[] sha256) {
        var message = UpdateMessages.of(UpdateMessages.BEGIN, 8 + sha256.length);
        UpdateMessages.view(message).putInt(4, version).putInt(8, length).put(UpdateMessages.FIELDS, sha256);
        return send(message);
    }

    /// @param offset of the block, which must be the next one
    /// @param bytes at most [#blockMax]
    public boolean block(int offset, byte[] bytes) {
        var message = UpdateMessages.of(UpdateMessages.BLOCK, 8 + bytes.length);
        UpdateMessages.view(message).putInt(4, offset).putInt(8, BootRecord.crc(bytes, bytes.length)).put(UpdateMessages.FIELDS,
                bytes);
        return send(message);
    }

    public static int blockMax() { return UpdateMessages.BLOCK_MAX; }

    /// Has the SHA-256 checked.
    public boolean finish() { return send(UpdateMessages.of(UpdateMessages.FINISH, 0)); }

    /// The next start is the new software's.
    public boolean activate() { return send(UpdateMessages.of(UpdateMessages.ACTIVATE, 0)); }

    /// Says that the software that runs works.
    public boolean confirm() { return send(UpdateMessages.of(UpdateMessages.CONFIRM, 0)); }

    /// The board starts: stands for the boot loader.
    public boolean boot() { return send(UpdateMessages.of(UpdateMessages.BOOT, 0)); }

    public Status status() {
        var reply = new byte[UpdateMessages.STATUS_BYTES];
        if (!send(UpdateMessages.of(UpdateMessages.STATUS, 0), reply)) return new Status(Progress.NO_SERVICE, 0, 0, "", 0, "");
        var fields = UpdateMessages.view(reply);
        return new Status(Progress.values()[fields.getInt(0)], fields.getInt(4), fields.getInt(8), word(fields.getInt(12)),
                fields.getInt(16), word(fields.getInt(20)));
    }

    private static String word(int state) { return Slot.State.values()[state].name(); }

    private boolean send(byte[] message) { return send(message, new byte[0]); }

    private boolean send(byte[] message, byte[] reply) {
        try {
            if (coid == NOT_CONNECTED) coid = NameService.open(k, UpdateService.NAME);
            k.msgSend(coid, message, reply);
            return true;
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EBUSY || e.errno() == Errno.EINVAL) return false;
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ESRCH && e.errno() != Errno.EBADF) throw e;
            if (coid != NOT_CONNECTED) NameService.close(k, coid);
            coid = NOT_CONNECTED;
            return false;
        }
    }
}
