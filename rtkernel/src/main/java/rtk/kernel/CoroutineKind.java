package rtk.kernel;

/// How simulated threads are carried by the host. Both give the same run, bit for bit.
public enum CoroutineKind {
    /// `jdk.internal.vm.Continuation`: fastest; the JVM must be started with `--add-exports java.base/jdk.internal.vm=ALL-UNNAMED`.
    CONTINUATION,
    /// Virtual threads that hand over to each other; public API only. Start the JVM with
    /// `-Djdk.virtualThreadScheduler.parallelism=1` to keep them on one carrier.
    VIRTUAL_THREAD;

    /// The faster one that this JVM offers.
    public static CoroutineKind best() {
        Module base = Object.class.getModule();
        boolean exported = base.isExported("jdk.internal.vm", CoroutineKind.class.getModule());
        return exported ? CONTINUATION : VIRTUAL_THREAD;
    }

    Coroutine create(String name, Runnable body) {
        return switch (this) {
            case CONTINUATION -> new ContinuationCoroutine(body);
            case VIRTUAL_THREAD -> new VirtualThreadCoroutine(name, body);
        };
    }

    /// Runs `loop`, which resumes coroutines of this kind, where that is quick.
    void host(Runnable loop) {
        switch (this) {
            case CONTINUATION -> loop.run();
            case VIRTUAL_THREAD -> VirtualThreadCoroutine.host(loop);
        }
    }
}
