package rtk.apps.infotainment.update;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/// What the boot loader and the update service know: which slot runs, and what is in both. 128 bytes, numbers little-endian.
///
/// | offset | bytes | field |
/// |---:|---:|---|
/// | 0 | 4 | "RTKB" |
/// | 4 | 4 | sequence number: the larger of two valid copies counts |
/// | 8 | 4 | slot that runs, 0 or 1 |
/// | 12, 60 | 48 | slot 0, slot 1: state (4), tries (4), version (4), length (4), SHA-256 (32) |
/// | 124 | 4 | CRC-32 of what is before it |
record BootRecord(int sequence, int running, Slot first, Slot second) {
    static final int BYTES = 128;
    private static final int MAGIC = 0x424b_5452;
    private static final int CRC_AT = BYTES - 4;
    private static final int SLOTS_AT = 12;
    private static final int SLOT_BYTES = 48;
    private static final int SLOT_MAX = 1;

    Slot slot(int index) { return index == 0 ? first : second; }

    BootRecord with(int index, Slot slot) {
        return new BootRecord(sequence + 1, running, index == 0 ? slot : first, index == 0 ? second : slot);
    }

    BootRecord running(int index) { return new BootRecord(sequence + 1, index, first, second); }

    byte[] bytes() {
        var bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC).putInt(sequence).putInt(running);
        for (Slot slot : new Slot[]{first, second}) {
            bytes.putInt(slot.state().ordinal()).putInt(slot.tries()).putInt(slot.version()).putInt(slot.length())
                    .put(slot.sha256());
        }
        bytes.putInt(CRC_AT, crc(bytes.array(), CRC_AT));
        return bytes.array();
    }

    /// @return null if the bytes are none
    static BootRecord in(byte[] bytes) {
        var fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (fields.getInt(0) != MAGIC || fields.getInt(CRC_AT) != crc(bytes, CRC_AT)) return null;
        int running = fields.getInt(8);
        Slot first = slot(fields, SLOTS_AT);
        Slot second = slot(fields, SLOTS_AT + SLOT_BYTES);
        if (running < 0 || running > SLOT_MAX || first == null || second == null) return null;
        return new BootRecord(fields.getInt(4), running, first, second);
    }

    private static Slot slot(ByteBuffer fields, int at) {
        int state = fields.getInt(at);
        if (state < 0 || state >= Slot.State.values().length) return null;
        var sha256 = new byte[Slot.DIGEST_BYTES];
        fields.get(at + 16, sha256);
        return new Slot(Slot.State.values()[state], fields.getInt(at + 4), fields.getInt(at + 8), fields.getInt(at + 12), sha256);
    }

    /// The CRC-32 of ISO 3309, as in Ethernet and zip.
    static int crc(byte[] bytes, int length) {
        var crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
