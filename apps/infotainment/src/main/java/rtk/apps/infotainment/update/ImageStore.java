package rtk.apps.infotainment.update;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.function.LongConsumer;
import rtk.apps.infotainment.update.Slot.State;

/// Two slots and the boot record in a [Flash]: all that may be done with them, in an order that a power cut cannot hurt. See the package.
///
/// Two sectors hold the copies of the boot record, then come the slots.
final class ImageStore {
    private static final int NOTHING_BEGUN = -1;

    private final Flash flash;
    private final int slotSectors;
    private final LongConsumer hashed;
    private BootRecord record;
    private int written = NOTHING_BEGUN;

    /// Reads the boot record; a flash without one becomes one whose slot 0 runs the software of the factory.
    ///
    /// @param slotSectors sectors of a slot
    /// @param factory software that slot 0 has then
    /// @param hashed told how many bytes are being hashed, for who declares what that costs
    ImageStore(Flash flash, int slotSectors, byte[] factory, LongConsumer hashed) {
        this.flash = flash;
        this.slotSectors = slotSectors;
        this.hashed = hashed;
        record = newest(copy(0), copy(1));
        if (record == null) install(factory);
    }

    private BootRecord copy(int sector) { return BootRecord.in(flash.read(sector * Flash.SECTOR_BYTES, BootRecord.BYTES)); }

    private static BootRecord newest(BootRecord one, BootRecord other) {
        if (one == null || other == null) return one == null ? other : one;
        return one.sequence() - other.sequence() > 0 ? one : other;
    }

    /// At the factory nobody cuts the power.
    private void install(byte[] factory) {
        for (int at = 0; at < factory.length; at += Flash.SECTOR_BYTES) {
            flash.erase((start(0) + at) / Flash.SECTOR_BYTES);
            flash.program(start(0) + at, Arrays.copyOfRange(factory, at, Math.min(factory.length, at + Flash.SECTOR_BYTES)));
        }
        record = new BootRecord(0, 0, Slot.NONE, Slot.NONE);
        save(record.with(0, new Slot(State.GOOD, 0, 1, factory.length, sha256(factory))));
    }

    /// Sectors of a flash with slots of `slotSectors`.
    static int sectors(int slotSectors) { return 2 + 2 * slotSectors; }

    BootRecord record() { return record; }

    private int idle() { return 1 - record.running(); }

    private int start(int slot) { return (2 + slot * slotSectors) * Flash.SECTOR_BYTES; }

    /// Over the older copy: the sector of the sequence number's parity.
    private void save(BootRecord next) {
        int sector = next.sequence() & 1;
        flash.erase(sector);
        flash.program(sector * Flash.SECTOR_BYTES, next.bytes());
        record = next;
    }

    /// From now on the other slot is being written.
    ///
    /// @return false if the length cannot be, or the software that runs has not been confirmed: the other slot is what it falls back to
    boolean begin(int version, int length, byte[] sha256) {
        if (length < 1 || length > slotSectors * Flash.SECTOR_BYTES || record.slot(record.running()).state() != State.GOOD)
            return false;
        save(record.with(idle(), new Slot(State.WRITING, 0, version, length, sha256.clone())));
        for (int sector = 0; sector * Flash.SECTOR_BYTES < length; sector++)
            flash.erase(start(idle()) / Flash.SECTOR_BYTES + sector);
        written = 0;
        return true;
    }

    /// The next bytes, in order. They are checked against their own CRC before and after they are in the flash.
    ///
    /// @param offset how many came before
    /// @return false if nothing is being written, they are not the next ones, there are too many, or they are damaged
    boolean write(int offset, byte[] bytes, int crc) {
        Slot slot = record.slot(idle());
        if (slot.state() != State.WRITING || offset != written || offset + bytes.length > slot.length()) return false;
        if (BootRecord.crc(bytes, bytes.length) != crc) return false;
        int at = start(idle()) + offset;
        for (int done = 0; done < bytes.length;) {
            int part = Math.min(bytes.length - done, Flash.SECTOR_BYTES - (at + done) % Flash.SECTOR_BYTES);
            flash.program(at + done, Arrays.copyOfRange(bytes, done, done + part));
            done += part;
        }
        if (BootRecord.crc(flash.read(at, bytes.length), bytes.length) != crc) return false;
        written += bytes.length;
        return true;
    }

    /// All bytes have come.
    ///
    /// @return whether they are what was announced
    boolean finish() {
        if (record.slot(idle()).state() != State.WRITING) return false;
        boolean right = written == record.slot(idle()).length() && isWhole(idle());
        save(record.with(idle(), record.slot(idle()).in(right ? State.READY : State.BAD)));
        return right;
    }

    /// The next start is the new software's.
    boolean activate() {
        if (record.slot(idle()).state() != State.READY) return false;
        save(record.with(idle(), record.slot(idle()).in(State.TRIAL)));
        return true;
    }

    /// What the boot loader does: a slot on trial goes first; one that is damaged, or out of tries, is BAD; the one that ran goes on.
    ///
    /// @return the slot that runs now
    int boot() {
        int candidate = record.slot(idle()).state() == State.TRIAL ? idle() : record.running();
        if (record.slot(candidate).state() == State.TRIAL) candidate = attempt(candidate);
        if (!isWhole(candidate)) candidate = reject(candidate);
        if (candidate != record.running()) save(record.running(candidate));
        written = NOTHING_BEGUN;
        return candidate;
    }

    private int attempt(int candidate) {
        if (record.slot(candidate).tries() == 0) return reject(candidate);
        save(record.with(candidate, record.slot(candidate).oneTryLess()));
        return candidate;
    }

    /// @return the other slot, if it is there to fall back to
    private int reject(int candidate) {
        int other = 1 - candidate;
        if (!record.slot(other).mayStart() || !isWhole(other)) return candidate; // better damaged than nothing
        save(record.with(candidate, record.slot(candidate).in(State.BAD)));
        return other;
    }

    /// The software that runs says that it works.
    boolean confirm() {
        Slot slot = record.slot(record.running());
        if (slot.state() != State.TRIAL) return slot.state() == State.GOOD;
        save(record.with(record.running(), slot.in(State.GOOD)));
        return true;
    }

    /// Is the slot's SHA-256 right?
    boolean isWhole(int index) {
        Slot slot = record.slot(index);
        MessageDigest digest = digest();
        for (int at = 0; at < slot.length(); at += Flash.SECTOR_BYTES) {
            byte[] part = flash.read(start(index) + at, Math.min(Flash.SECTOR_BYTES, slot.length() - at));
            hashed.accept(part.length);
            digest.update(part);
        }
        return slot.length() > 0 && Arrays.equals(digest.digest(), slot.sha256());
    }

    /// The software in a slot.
    byte[] image(int index) { return flash.read(start(index), record.slot(index).length()); }

    static byte[] sha256(byte[] bytes) { return digest().digest(bytes); }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
