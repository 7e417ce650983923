package rtk.apps.infotainment.update;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import rtk.apps.infotainment.Options;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.Program;
import rtk.kernel.api.ThreadAttr;
import rtk.resmgr.NameService;

/// The update service: takes new software for the head unit in blocks, writes it into the slot that does not run, and lets the boot loader try
/// it; software that does not confirm itself after three starts is left again. See the package for slots and power cuts.
///
/// In a car it is the agent of an over-the-air update or of the workshop's tool. Left out: downloading, signatures (a SHA-256 says that the bytes are
/// those announced, not who announced them), decompression and difference images, other control units, the driver's consent; the boot loader is a call
/// here ([UpdateClient#boot]), and no other software starts.
///
/// Two threads. The first answers its clients at their priority, and only copies; `writer` erases, programs and hashes at a low priority
/// of its own and holds no lock meanwhile, so what the others feel of it is the copying of a block and the driver's own time.
///
/// It traces `update-slot` (the slot that runs) when it has found the flash and at each start of the boot loader, `update-written` (bytes) after each block, and
/// `update-failed` with the number of failed jobs so far.
///
/// | argument | meaning |
/// |---|---|
/// | `--flash FILE` | where the slots are; `/ram/flash` unless given |
/// | `--background N` | priority of `writer`, 5 unless given |
public final class UpdateService implements Program {
    /// Its name for [NameService].
    public static final String NAME = "update";

    /// SHA-256 in software on a core of the class of Cortex-A9: some 15 cycles a byte at 1 GHz (assumed).
    private static final long HASH_BYTE_NS = 15;
    /// A CRC-32 by table, 3 cycles a byte; each block twice.
    private static final long CRC_BYTE_NS = 6;
    /// Looking at a request.
    private static final long REQUEST_NS = Ns.us(5);
    /// Slots of 256 KiB.
    private static final int SLOT_SECTORS = 64;
    private static final long FLASH_WAIT_NS = Ns.s(2);
    private static final long FLASH_RETRY_NS = Ns.ms(200);
    /// Not a client's: to look what is in the flash.
    private static final byte[] LOOK = UpdateMessages.of(UpdateMessages.STATUS, 0);
    private static final byte[] FACTORY = "software of the factory\n".repeat(100).getBytes(StandardCharsets.US_ASCII);

    private KernelCalls k;
    private String file;
    /// Null while there is no flash, as `store`.
    private FileFlash flash;
    private ImageStore store;
    private int mutex;
    private int changed;
    // Under the mutex: the job that waits or is being done, and what it left.
    private byte[] job;
    private int state = UpdateMessages.IDLE;
    private BootRecord record;
    private int failedCount;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var options = new Options(k.processName(), args, List.of("--flash", "--background"));
        mutex = k.mutexCreate("update", MutexProtocol.INHERIT, 0);
        changed = k.condvarCreate("update");
        file = options.value("--flash", "/ram/flash");
        int background = priority(options.value("--background", "5"));
        int chid = NameService.attach(k, NAME);
        state = UpdateMessages.BUSY;
        k.threadCreate(ThreadAttr.named("writer").priority(background), this::work);
        serve(chid);
        return 0;
    }

    private int priority(String text) {
        if (text.matches("[1-9][0-9]?")) return Integer.parseInt(text);
        throw new IllegalArgumentException(
                k.processName() + ": --background: found " + text + ", expected a priority from 1 to 99");
    }

    private void work() {
        for (byte[] next = LOOK;;) {
            boolean done = perform(next);
            k.mutexLock(mutex);
            if (store != null) record = store.record();
            state = done ? UpdateMessages.IDLE : UpdateMessages.FAILED;
            job = null;
            next = await();
            state = UpdateMessages.BUSY;
            k.mutexUnlock(mutex);
        }
    }

    /// The next job; while there is no flash, to look for it again. With the mutex held.
    private byte[] await() {
        try {
            while (job == null) {
                if (store != null) k.condvarWait(changed, mutex);
                else k.condvarTimedwait(changed, mutex, k.nowNs() + FLASH_RETRY_NS);
            }
            return job;
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ETIMEDOUT) throw e;
            return LOOK;
        }
    }

    private boolean perform(byte[] next) {
        boolean done = false;
        try {
            if (store == null) open();
            done = act(UpdateMessages.view(next).getInt(0), next);
        } catch (ErrnoException e) {
            close(); // the file system is gone, or full: what is there next time is read anew
        }
        if (!done) k.trace("update-failed", ++failedCount);
        return done;
    }

    private void close() {
        if (flash != null) flash.close();
        flash = null;
        store = null;
    }

    private void open() {
        flash = new FileFlash(k, file, ImageStore.sectors(SLOT_SECTORS), FLASH_WAIT_NS);
        store = new ImageStore(flash, SLOT_SECTORS, FACTORY, bytes -> k.compute(bytes * HASH_BYTE_NS));
        k.trace("update-slot", store.record().running());
    }

    private boolean act(int type, byte[] next) {
        var fields = UpdateMessages.view(next);
        return switch (type) {
            case UpdateMessages.BEGIN -> store.begin(fields.getInt(4), fields.getInt(8),
                    Arrays.copyOfRange(next, UpdateMessages.FIELDS, UpdateMessages.FIELDS + Slot.DIGEST_BYTES));
            case UpdateMessages.BLOCK ->
                write(fields.getInt(4), fields.getInt(8), Arrays.copyOfRange(next, UpdateMessages.FIELDS, next.length));
            case UpdateMessages.FINISH -> store.finish();
            case UpdateMessages.ACTIVATE -> store.activate();
            case UpdateMessages.CONFIRM -> store.confirm();
            case UpdateMessages.BOOT -> {
                k.trace("update-slot", store.boot());
                yield true;
            }
            default -> true; // to look was all
        };
    }

    private boolean write(int offset, int crc, byte[] bytes) {
        k.compute(bytes.length * CRC_BYTE_NS);
        boolean done = store.write(offset, bytes, crc);
        if (done) k.trace("update-written", offset + bytes.length);
        return done;
    }

    private void serve(int chid) {
        var request = new byte[UpdateMessages.REQUEST_MAX];
        var info = new MsgInfo();
        for (;;) {
            int rcvid = k.msgReceive(chid, request, info);
            if (rcvid == 0) continue;
            k.compute(REQUEST_NS);
            try {
                answer(rcvid, request, Math.min(info.msgLength, info.srcMsgLength));
            } catch (ErrnoException e) {
                if (e.errno() != Errno.ESRCH) throw e; // the client is gone, and so is its question
            }
        }
    }

    private void answer(int rcvid, byte[] request, int length) {
        int type = length < UpdateMessages.HEADER ? 0 : UpdateMessages.view(request).getInt(0);
        int least = switch (type) {
            case UpdateMessages.BEGIN -> UpdateMessages.FIELDS + Slot.DIGEST_BYTES;
            case UpdateMessages.BLOCK -> UpdateMessages.FIELDS + 1;
            default -> UpdateMessages.HEADER;
        };
        if (type == UpdateMessages.STATUS) status(rcvid);
        else if (type < UpdateMessages.STATUS || type > UpdateMessages.BOOT) k.msgError(rcvid, Errno.ENOSYS);
        else if (length < least) k.msgError(rcvid, Errno.EINVAL);
        else takeOn(rcvid, Arrays.copyOf(request, length));
    }

    private void takeOn(int rcvid, byte[] next) {
        k.mutexLock(mutex);
        boolean free = state != UpdateMessages.BUSY;
        if (free) {
            job = next;
            state = UpdateMessages.BUSY;
            k.condvarSignal(changed);
        }
        k.mutexUnlock(mutex);
        if (free) k.msgReply(rcvid, 0);
        else k.msgError(rcvid, Errno.EBUSY);
    }

    private void status(int rcvid) {
        var reply = new byte[UpdateMessages.STATUS_BYTES];
        k.mutexLock(mutex);
        var fields = UpdateMessages.view(reply).putInt(state);
        if (record != null) {
            Slot running = record.slot(record.running());
            Slot other = record.slot(1 - record.running());
            fields.putInt(record.running()).putInt(running.version()).putInt(running.state().ordinal()).putInt(other.version())
                    .putInt(other.state().ordinal());
        }
        k.mutexUnlock(mutex);
        k.msgReply(rcvid, 0, reply, reply.length);
    }
}
