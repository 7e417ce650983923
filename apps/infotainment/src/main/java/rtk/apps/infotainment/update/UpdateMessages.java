package rtk.apps.infotainment.update;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The messages to the update service, numbers little-endian. Each but status begins a job that is done in the
/// background: the reply says whether it was taken on, status says whether it is done.
///
/// | message | offset | bytes | field |
/// |---|---|---|---|
/// | all | 0 | 4 | type: [#STATUS] … [#BOOT] |
/// | begin | 4, 8 | 4, 4 | version, length |
/// | | 12 | 32 | SHA-256 |
/// | block | 4, 8 | 4, 4 | offset, CRC-32 of the bytes |
/// | | 12 | | the bytes, at most [#BLOCK_MAX] |
/// | reply to status | 0 | 4 | [#IDLE], [#BUSY] or [#FAILED]: the last job |
/// | | 4, 8, 12 | 4 each | slot that runs, its version, its state ([Slot.State]) |
/// | | 16, 20 | 4 each | version and state of the other slot |
///
/// Errors: EBUSY a job is being done; EINVAL.
final class UpdateMessages {
    static final int STATUS = 0x610;
    static final int BEGIN = 0x611;
    static final int BLOCK = 0x612;
    static final int FINISH = 0x613;
    static final int ACTIVATE = 0x614;
    static final int CONFIRM = 0x615;
    static final int BOOT = 0x616;
    static final int HEADER = 4;
    static final int FIELDS = 12;
    static final int BLOCK_MAX = 4_000;
    static final int REQUEST_MAX = FIELDS + BLOCK_MAX;
    static final int STATUS_BYTES = 24;

    static final int IDLE = 0;
    static final int BUSY = 1;
    static final int FAILED = 2;

    private UpdateMessages() {}

    static ByteBuffer view(byte[] bytes) { return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN); }

    static byte[] of(int type, int extra) {
        var message = new byte[HEADER + extra];
        view(message).putInt(type);
        return message;
    }
}
