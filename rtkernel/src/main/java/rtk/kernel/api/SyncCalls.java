package rtk.kernel.api;

/// Synchronisation between threads. Part of [KernelCalls], which says what holds for all.
///
/// Handles are numbers that the threads of a process share. In C a sync object is a piece of memory, and two processes share
/// one by mapping the same shared memory; here a *shared* object is known by its name in all processes, each of which opens a
/// handle of its own. EINVAL: a handle of nothing, or of an object that has been destroyed.
public interface SyncCalls extends MutexCalls, CondvarCalls, SemaphoreCalls, RwlockCalls, BarrierCalls {}
