package rtk.kernel;

/// FIXED_PRIORITY: servers keep their own (rule I8).
final class FixedPriority implements MessagePriority {
    @Override
    public void serve(Tcb server, Tcb client, int priority) {}

    @Override
    public void boost(Tcb client, int priority) {}

    @Override
    public void takeBackBoost(int top) {}

    @Override
    public void calm(Tcb server) {}
}
