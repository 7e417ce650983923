package rtk.kernel;

import java.util.TreeMap;

/// Sync objects that lie in shared memory, and named semaphores, by their names.
final class SharedSyncs {
    final TreeMap<String, Mutex> mutexes = new TreeMap<>();
    final TreeMap<String, Condvar> condvars = new TreeMap<>();
    final TreeMap<String, Semaphore> semaphores = new TreeMap<>();
}
