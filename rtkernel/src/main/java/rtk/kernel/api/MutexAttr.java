package rtk.kernel.api;

/// How a mutex is to be made: `pthread_mutexattr_t`.
///
/// @param protocol what owning it does to the owner's priority
/// @param ceiling 1 to 255 for [MutexProtocol#PROTECT], else ignored
/// @param type what locking twice does
/// @param robust the next owner is told with EOWNERDEAD when an owner dies; if not, nobody ever gets the mutex of a dead owner
/// @param shared it lies in shared memory: other processes find it by its name, and it outlives its maker
public record MutexAttr(MutexProtocol protocol, int ceiling, MutexType type, boolean robust, boolean shared) {
    /// Priority inheritance, as in QNX unless said otherwise ([D 56] System Architecture, "Priority inheritance and mutexes");
    /// error checking is our choice.
    public static final MutexAttr DEFAULT = new MutexAttr(MutexProtocol.INHERIT, 0, MutexType.ERROR_CHECK, false, false);

    public static MutexAttr of(MutexProtocol protocol) { return new MutexAttr(protocol, 0, MutexType.ERROR_CHECK, false, false); }

    /// PTHREAD_PRIO_PROTECT with `ceiling`, 1 to 255.
    public static MutexAttr protect(int ceiling) {
        return new MutexAttr(MutexProtocol.PROTECT, ceiling, MutexType.ERROR_CHECK, false, false);
    }

    public MutexAttr type(MutexType newType) { return new MutexAttr(protocol, ceiling, newType, robust, shared); }

    /// PTHREAD_MUTEX_ROBUST.
    public MutexAttr asRobust() { return new MutexAttr(protocol, ceiling, type, true, shared); }

    /// PTHREAD_PROCESS_SHARED.
    public MutexAttr asShared() { return new MutexAttr(protocol, ceiling, type, robust, true); }
}
