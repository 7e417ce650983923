package rtk.kernel.api;

/// A signal handler: ordinary code on the stack of the thread that the signal is delivered to, between two of its steps. It may
/// make kernel calls. What it throws goes through the thread as if the interrupted call had thrown it (as `siglongjmp` would).
@FunctionalInterface
public interface SignalHandler {
    void handle(SignalInfo info);
}
