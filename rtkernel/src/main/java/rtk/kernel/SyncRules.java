package rtk.kernel;

import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.MutexType;

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

    /// EPERM for every mutex.
    final class Sdp7 implements SyncRules {
        @Override
        public boolean checksOwner(MutexAttr attr) { return true; }
    }

    /// EPERM is promised for error-checking, recursive and robust mutexes only ([D 57] LR pthread_mutex_unlock, 8.0); that others are
    /// simply let go is our choice.
    final class Sdp8 implements SyncRules {
        @Override
        public boolean checksOwner(MutexAttr attr) { return attr.type() != MutexType.NORMAL || attr.robust(); }
    }
}
