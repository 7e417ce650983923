package rtk.kernel;

import java.util.Map;
import rtk.kernel.api.BarrierCalls;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.Errno;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Barriers as kernel objects (8.0).
final class BarrierDoor extends Door implements BarrierCalls {
    private final Slots<Barrier> barriers = new Slots<>(1);
    private final Map<String, Barrier> shared;

    BarrierDoor(Kernel kernel, Process process, Map<String, Barrier> shared) {
        super(kernel, process);
        this.shared = shared;
    }

    @Override
    public int barrierCreate(String name, int count) { return create(name, count, false); }

    @Override
    public int barrierCreateShared(String name, int count) { return create(name, count, true); }

    private int create(String name, int count, boolean isShared) {
        check(count >= 1, Errno.EINVAL, KernelCall.SYNC_CREATE);
        Tcb self = enter(KernelCall.SYNC_CREATE);
        if (isShared && shared.containsKey(name)) exit(self, KernelCall.SYNC_CREATE, Errno.EEXIST);
        var barrier = new Barrier(kernel, newObject("barrier", name), count);
        if (isShared) shared.put(name, barrier);
        return (int) exit(self, KernelCall.SYNC_CREATE, barriers.add(barrier));
    }

    @Override
    public int barrierOpen(String name) {
        Tcb self = enter(KernelCall.SYNC_CREATE);
        Barrier barrier = shared.get(name);
        if (barrier == null) exit(self, KernelCall.SYNC_CREATE, Errno.ENOENT);
        return (int) exit(self, KernelCall.SYNC_CREATE, barriers.add(barrier));
    }

    @Override
    public boolean barrierWait(int barrier) {
        Tcb self = enter(KernelCall.BARRIER_WAIT, CostItem.SYNC, barrier, 0);
        Barrier object = live(barriers, barrier);
        if (object == null) exit(self, KernelCall.BARRIER_WAIT, Errno.EINVAL);
        boolean last;
        do {
            self.wakeErrno = Errno.EOK;
            last = object.arrive(self);
            if (!last) await(self);
        } while (resumes(self, ThreadState.BARRIER));
        if (self.wakeErrno != Errno.EOK) exit(self, KernelCall.BARRIER_WAIT, self.wakeErrno);
        return exit(self, KernelCall.BARRIER_WAIT, last ? 1 : 0) != 0;
    }

    @Override
    public void barrierDestroy(int barrier) {
        Tcb self = enter(KernelCall.SYNC_DESTROY, barrier);
        Barrier object = live(barriers, barrier);
        Errno errno = object == null ? Errno.EINVAL : object.isBusy() ? Errno.EBUSY : Errno.EOK;
        if (errno == Errno.EOK) {
            object.destroy();
            barriers.remove(barrier);
            shared.values().remove(object);
        }
        exit(self, KernelCall.SYNC_DESTROY, errno);
    }
}
