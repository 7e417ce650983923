package rtk.apps.infotainment.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import rtk.apps.infotainment.update.Slot.State;

class ImageStoreTest {
    private static final byte[] OLD = "the software of the factory".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEW = software(4_500);
    private static final int BLOCK = 700;

    private static byte[] software(int length) {
        var bytes = new byte[length];
        for (int n = 0; n < length; n++) bytes[n] = (byte) (n * 31 + n / 256);
        return bytes;
    }

    private static ImageStore store(Flash flash) { return new ImageStore(flash, CutFlash.SLOT_SECTORS, OLD, bytes -> {}); }

    private static void transfer(ImageStore store, byte[] image) {
        for (int at = 0; at < image.length; at += BLOCK) {
            byte[] block = Arrays.copyOfRange(image, at, Math.min(image.length, at + BLOCK));
            assertTrue(store.write(at, block, BootRecord.crc(block, block.length)));
        }
    }

    /// A whole update, up to the start of the new software and its word that it works.
    private static void update(ImageStore store) {
        assertTrue(store.begin(2, NEW.length, ImageStore.sha256(NEW)));
        transfer(store, NEW);
        assertTrue(store.finish());
        assertTrue(store.activate());
        store.boot();
        assertTrue(store.confirm());
    }

    @Test
    void checksumsAreThoseOfTheStandards() {
        byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);

        assertEquals(0xcbf43926, BootRecord.crc(check, check.length));
        // FIPS 180-2, appendix B.1.
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                HexFormat.of().formatHex(ImageStore.sha256("abc".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void newSoftwareRunsAfterItHasBeenActivated() {
        var store = store(new CutFlash());

        assertTrue(store.begin(2, NEW.length, ImageStore.sha256(NEW)));
        transfer(store, NEW);
        assertTrue(store.finish());
        assertEquals(0, store.boot());
        assertTrue(store.activate());

        assertEquals(1, store.boot());
        assertArrayEquals(NEW, store.image(1));
        assertTrue(store.confirm());
        assertEquals(State.GOOD, store.record().slot(1).state());
        assertEquals(State.GOOD, store.record().slot(0).state());
    }

    @Test
    void softwareThatDoesNotConfirmItselfIsLeftAfterThreeStarts() {
        var store = store(new CutFlash());
        store.begin(2, NEW.length, ImageStore.sha256(NEW));
        transfer(store, NEW);
        store.finish();
        store.activate();

        for (int start = 0; start < 3; start++) assertEquals(1, store.boot());

        assertEquals(0, store.boot());
        assertEquals(State.BAD, store.record().slot(1).state());
        assertEquals(0, store.boot());
        assertFalse(store.activate());
    }

    @Test
    void whatIsNotAnnouncedIsRefused() {
        var store = store(new CutFlash());
        byte[] block = Arrays.copyOf(NEW, BLOCK);
        int crc = BootRecord.crc(block, BLOCK);

        assertFalse(store.write(0, block, crc));
        assertFalse(store.finish());
        assertFalse(store.begin(2, 0, new byte[32]));
        assertFalse(store.begin(2, CutFlash.SLOT_SECTORS * Flash.SECTOR_BYTES + 1, new byte[32]));
        assertTrue(store.begin(2, BLOCK + 1, ImageStore.sha256(block)));
        assertFalse(store.write(1, block, crc));
        assertFalse(store.write(0, block, crc + 1));
        assertTrue(store.write(0, block, crc));
        assertFalse(store.write(BLOCK, block, crc));
        assertFalse(store.finish());
        assertEquals(State.BAD, store.record().slot(1).state());
    }

    @Test
    void softwareOnTrialDoesNotOverwriteWhatItFallsBackTo() {
        var store = store(new CutFlash());
        store.begin(2, NEW.length, ImageStore.sha256(NEW));
        transfer(store, NEW);
        store.finish();
        store.activate();
        store.boot();

        assertFalse(store.begin(3, NEW.length, ImageStore.sha256(NEW)));
        assertTrue(store.confirm());
        assertTrue(store.begin(3, NEW.length, ImageStore.sha256(NEW)));
    }

    @Test
    void aSlotDamagedLaterIsNotStarted() {
        var flash = new CutFlash();
        var store = store(flash);
        update(store);

        flash.bytes[(2 + CutFlash.SLOT_SECTORS) * Flash.SECTOR_BYTES + 4_200] ^= 1;

        assertEquals(0, store(flash).boot());
        assertEquals(State.BAD, store(flash).record().slot(1).state());
    }

    /// The power fails at a byte that an update erases or programs, every one around the changes of the boot record and each seventh of the image: what is
    /// started next is whole, old or new, and the update can be done again.
    @Test
    void aPowerCutAtAnyByteLeavesSoftwareThatRuns() {
        var factory = new CutFlash();
        store(factory);
        var whole = new CutFlash(factory);
        update(store(whole));
        int oldRuns = 0;
        int newRuns = 0;

        int cuts = 0;
        for (long at = 0; at < whole.worn(); at += at > 600 && at < whole.worn() - 1_000 ? 7 : 1) {
            cuts++;
            var cut = new CutFlash(factory);
            cut.cutAfter(at);
            assertThrows(CutFlash.PowerCut.class, () -> update(store(cut)));
            var flash = new CutFlash(cut);
            var store = store(flash);
            int slot = store.boot();
            byte[] image = store.image(slot);
            if (Arrays.equals(image, NEW)) newRuns++;
            else assertArrayEquals(OLD, image, "cut at byte " + at);
            if (Arrays.equals(image, OLD)) oldRuns++;
            if (cuts % 41 != 0) continue;
            store.confirm();
            update(store);
            assertArrayEquals(NEW, store.image(store.record().running()), "again after a cut at byte " + at);
        }

        assertEquals(cuts, oldRuns + newRuns);
        assertTrue(oldRuns > 1_000 && newRuns > 100, oldRuns + " old, " + newRuns + " new");
    }

    @Test
    void damagedBootRecordsAreNone() {
        byte[] bytes = new BootRecord(7, 1, Slot.NONE, new Slot(State.TRIAL, 2, 3, 4, new byte[32])).bytes();

        assertEquals(State.TRIAL, BootRecord.in(bytes).second().state());
        for (int n = 0; n < BootRecord.BYTES; n++) {
            byte[] damaged = bytes.clone();
            damaged[n] ^= 0x10;
            assertNull(BootRecord.in(damaged), "byte " + n);
        }
        assertNull(BootRecord.in(new byte[BootRecord.BYTES]));
    }
}
