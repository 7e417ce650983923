package rtk.apps.infotainment.update;

import java.util.Arrays;

/// A flash whose power fails after so many bytes: what is then being erased or programmed is left in the middle.
final class CutFlash implements Flash {
    static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    static final int SLOT_SECTORS = 3;

    final byte[] bytes;
    private long left = Long.MAX_VALUE;
    private long worn;

    CutFlash() {
        bytes = new byte[ImageStore.sectors(SLOT_SECTORS) * SECTOR_BYTES];
        Arrays.fill(bytes, (byte) ERASED);
    }

    /// With the content of another, after the power is back.
    CutFlash(CutFlash other) { bytes = other.bytes.clone(); }

    void cutAfter(long count) { left = count; }

    /// Bytes erased and programmed so far.
    long worn() { return worn; }

    @Override
    public void erase(int sector) {
        // An erase that is cut leaves neither the old nor 0xFF.
        for (int n = sector * SECTOR_BYTES; n < (sector + 1) * SECTOR_BYTES; n += 64) {
            Arrays.fill(bytes, n, n + 64, (byte) 0x5a);
            spend(1);
            Arrays.fill(bytes, n, n + 64, (byte) ERASED);
        }
    }

    @Override
    public void program(int offset, byte[] data) {
        for (int n = 0; n < data.length; n++) {
            if (bytes[offset + n] != (byte) ERASED) throw new AssertionError("programmed twice: " + (offset + n));
            spend(1);
            bytes[offset + n] = data[n];
        }
    }

    private void spend(long count) {
        worn += count;
        left -= count;
        if (left < 0) throw new PowerCut();
    }

    @Override
    public byte[] read(int offset, int length) { return Arrays.copyOfRange(bytes, offset, offset + length); }
}
