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

    /// Opens the file, and makes it, all erased, if it does not exist. Blocks.
    FileFlash(KernelCalls k, String path, int sectors, long waitNs) {
        this.k = k;
        posix = new Posix(k);
        int opened;
        try {
            opened = posix.open(path, Posix.O_RDWR);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) throw e;
            opened = make(path, sectors, waitNs);
        }
        fd = opened;
    }

    private int make(String path, int sectors, long waitNs) {
        String folder = path.substring(0, path.lastIndexOf('/'));
        posix.close(posix.openWhenThere(folder.isEmpty() ? "/" : folder, Posix.O_RDONLY, waitNs));
        int made = posix.open(path, Posix.O_RDWR | Posix.O_CREAT, 0600);
        for (int sector = 0; sector < sectors; sector++) write(made, sector * SECTOR_BYTES, blank(SECTOR_BYTES));
        return made;
    }

    private static byte[] blank(int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) ERASED);
        return bytes;
    }

    private void write(int to, int offset, byte[] bytes) {
        for (int at = 0; at < bytes.length;) {
            byte[] rest = at == 0 ? bytes : Arrays.copyOfRange(bytes, at, bytes.length);
            posix.lseek(to, offset + at, Posix.SEEK_SET);
            at += posix.write(to, rest, rest.length);
        }
    }

    @Override
    public void erase(int sector) {
        write(fd, sector * SECTOR_BYTES, blank(SECTOR_BYTES));
        k.sleep(ERASE_NS);
    }

    @Override
    public void program(int offset, byte[] bytes) {
        write(fd, offset, bytes);
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
