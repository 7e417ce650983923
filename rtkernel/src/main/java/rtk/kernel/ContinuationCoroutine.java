package rtk.kernel;

import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/// A coroutine on the JDK's one-shot delimited continuations, the mechanism under virtual threads.
final class ContinuationCoroutine implements Coroutine {
    private static final ContinuationScope SCOPE = new ContinuationScope("rtk");

    private final Continuation continuation;

    ContinuationCoroutine(Runnable body) { continuation = new Continuation(SCOPE, body); }

    @Override
    public void resume() { continuation.run(); }

    @Override
    public void suspend() {
        boolean yielded = Continuation.yield(SCOPE);
        assert yielded;
    }

    @Override
    public boolean isDone() { return continuation.isDone(); }

    @Override
    public Thread host(Thread resumer) { return resumer; }
}
