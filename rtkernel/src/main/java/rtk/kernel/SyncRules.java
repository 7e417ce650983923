package rtk.kernel;

import java.util.TreeMap;
import rtk.kernel.api.BarrierCalls;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.MutexType;
import rtk.kernel.api.RwlockCalls;

/// What SDP 7.x and 8.0 do differently about synchronisation; chosen once, when the kernel is built.
sealed interface SyncRules {
    static SyncRules of(KernelVersion version) {
        return switch (version) {
            case SDP_7 -> new Sdp7();
            case SDP_8 -> new Sdp8();
        };
    }

    /// Is a thread that unlocks what it does not own refused?
    boolean checksOwner(MutexAttr attr);

    RwlockCalls rwlocks(MutexDoor mutexes, CondvarDoor condvars);

    BarrierCalls barriers(MutexDoor mutexes, CondvarDoor condvars);

    /// EPERM for every mutex. Rwlocks and barriers are objects of the library.
    final class Sdp7 implements SyncRules {
        private final TreeMap<String, LibraryRwlocks.Lock> rwlocks = new TreeMap<>();
        private final TreeMap<String, LibraryBarriers.State> barriers = new TreeMap<>();

        @Override
        public boolean checksOwner(MutexAttr attr) { return true; }

        @Override
        public RwlockCalls rwlocks(MutexDoor mutexes, CondvarDoor condvars) {
            return new LibraryRwlocks(mutexes, condvars, rwlocks);
        }

        @Override
        public BarrierCalls barriers(MutexDoor mutexes, CondvarDoor condvars) {
            return new LibraryBarriers(mutexes, condvars, barriers);
        }
    }

    /// EPERM is promised for error-checking, recursive and robust mutexes only ([D 57] LR pthread_mutex_unlock, 8.0); that others are
    /// simply let go is our choice. Rwlocks and barriers are objects of the kernel ([D 5, 6]).
    final class Sdp8 implements SyncRules {
        private final TreeMap<String, Rwlock> rwlocks = new TreeMap<>();
        private final TreeMap<String, Barrier> barriers = new TreeMap<>();

        @Override
        public boolean checksOwner(MutexAttr attr) { return attr.type() != MutexType.NORMAL || attr.robust(); }

        @Override
        public RwlockCalls rwlocks(MutexDoor mutexes, CondvarDoor condvars) {
            return new RwlockDoor(mutexes.kernel, mutexes.process, rwlocks);
        }

        @Override
        public BarrierCalls barriers(MutexDoor mutexes, CondvarDoor condvars) {
            return new BarrierDoor(mutexes.kernel, mutexes.process, barriers);
        }
    }
}
