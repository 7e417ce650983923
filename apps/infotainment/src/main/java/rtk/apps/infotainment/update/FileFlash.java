package rtk.apps.infotainment.update;

import java.util.Arrays;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.resmgr.Posix;

/// A [Flash] in a file, with the times of a serial NOR flash: the caller sleeps while a sector is erased or a page programmed.
///
/// The file stands for the raw partition of a flash driver. In a file system in memory it survives the end of the process, not that of
/// the board.
final class FileFlash implements Flash {
    /// Typical times of a 256 Mbit serial NOR flash at 108 MHz (assumed, of the order of data sheets).
    private static final long ERASE_NS = Ns.ms(45);
    private static final long PROGRAM_PAGE_NS = Ns.us(400);
    private static final int PAGE_BYTES = 256;

    private final KernelCalls k;
    private final Posix posix;
    private final int fd;

    /// Opens the file, and makes what there is not of it, all erased. Blocks.
    ///
    /// @param path in a folder that is there in `waitNs` at the latest
    FileFlash(KernelCalls k, String path, int sectors, long waitNs) {
        this.k = k;
        posix = new Posix(k);
        posix.close(posix.openWhenThere(path.substring(0, Math.max(1, path.lastIndexOf('/'))), Posix.O_RDONLY, waitNs));
        fd = posix.open(path, Posix.O_RDWR | Posix.O_CREAT, 0600);
        int made = (int) (posix.lseek(fd, 0, Posix.SEEK_END) / SECTOR_BYTES);
        for (int sector = made; sector < sectors; sector++) write(sector * SECTOR_BYTES, blank(SECTOR_BYTES));
    }

    void close() { posix.close(fd); }

    private static byte[] blank(int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) ERASED);
        return bytes;
    }

    private void write(int offset, byte[] bytes) {
        for (int at = 0; at < bytes.length;) {
            byte[] rest = at == 0 ? bytes : Arrays.copyOfRange(bytes, at, bytes.length);
            posix.lseek(fd, offset + at, Posix.SEEK_SET);
            at += posix.write(fd, rest, rest.length);
        }
    }

    @Override
    public void erase(int sector) {
        write(sector * SECTOR_BYTES, blank(SECTOR_BYTES));
        k.sleep(ERASE_NS);
    }

    @Override
    public void program(int offset, byte[] bytes) {
        write(offset, bytes);
        k.sleep((bytes.length + PAGE_BYTES - 1) / PAGE_BYTES * PROGRAM_PAGE_NS);
    }

    @Override
    public byte[] read(int offset, int length) {
        var bytes = new byte[length];
        posix.lseek(fd, offset, Posix.SEEK_SET);
        for (int at = 0; at < length;) {
            var part = new byte[length - at];
            int count = posix.read(fd, part);
            if (count == 0) throw new ErrnoException(Errno.EIO, "flash: shorter than " + (offset + length));
            System.arraycopy(part, 0, bytes, at, count);
            at += count;
        }
        return bytes;
    }
}
