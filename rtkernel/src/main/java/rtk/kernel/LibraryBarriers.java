package rtk.kernel;

import java.util.Map;
import rtk.board.sim.Ns;
import rtk.kernel.api.BarrierCalls;
import rtk.kernel.api.Errno;
import rtk.trace.KernelCall;

/// Barriers as 7.x has them: a few numbers in the memory of the program, under a mutex, with a condvar to wait on. Runs as code of
/// the calling thread; the kernel sees the mutex and the condvar.
final class LibraryBarriers implements BarrierCalls {
    /// One barrier, in memory that may be shared.
    static final class State {
        final Mutex mutex;
        final Condvar go;
        final int count;
        int waiting;
        /// How often all have come: a waiter goes on when it changes.
        int round;
        boolean isGone;

        State(Mutex mutex, Condvar go, int count) {
            this.mutex = mutex;
            this.go = go;
            this.count = count;
        }
    }

    private final MutexDoor mutexes;
    private final CondvarDoor condvars;
    private final Map<String, State> shared;
    private final Slots<State> barriers = new Slots<>(1);

    LibraryBarriers(MutexDoor mutexes, CondvarDoor condvars, Map<String, State> shared) {
        this.mutexes = mutexes;
        this.condvars = condvars;
        this.shared = shared;
    }

    @Override
    public int barrierCreate(String name, int count) { return barriers.add(make(name, count)); }

    private State make(String name, int count) {
        Door.check(count >= 1, Errno.EINVAL, KernelCall.SYNC_CREATE);
        return new State(mutexes.make(name), condvars.make(name), count);
    }

    @Override
    public int barrierCreateShared(String name, int count) {
        Door.check(!shared.containsKey(name), Errno.EEXIST, KernelCall.SYNC_CREATE);
        State barrier = make(name, count);
        shared.put(name, barrier);
        return barriers.add(barrier);
    }

    @Override
    public int barrierOpen(String name) {
        Door.check(shared.containsKey(name), Errno.ENOENT, KernelCall.SYNC_CREATE);
        return barriers.add(shared.get(name));
    }

    private State enter(int barrier, KernelCall call) {
        State state = barriers.get(barrier);
        Door.check(state != null && !state.isGone, Errno.EINVAL, call);
        mutexes.lock(state.mutex);
        return state;
    }

    @Override
    public boolean barrierWait(int barrier) {
        State state = enter(barrier, KernelCall.BARRIER_WAIT);
        boolean last = state.waiting + 1 == state.count;
        if (last) {
            state.waiting = 0;
            state.round++;
            condvars.signal(state.go, true);
        } else {
            state.waiting++;
            int round = state.round;
            while (state.round == round) condvars.await(state.go, state.mutex, Ns.NEVER);
        }
        mutexes.unlock(state.mutex);
        return last;
    }

    @Override
    public void barrierDestroy(int barrier) {
        State state = enter(barrier, KernelCall.SYNC_DESTROY);
        boolean busy = state.waiting > 0;
        mutexes.unlock(state.mutex);
        Door.check(!busy, Errno.EBUSY, KernelCall.SYNC_DESTROY);
        state.isGone = true;
        barriers.remove(barrier);
        shared.values().remove(state);
    }
}
