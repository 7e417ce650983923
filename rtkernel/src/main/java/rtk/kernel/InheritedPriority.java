package rtk.kernel;

import java.util.List;

/// Servers run at the priority of what they received, up or down, and hurry up when somebody must wait (rules I1 to I7).
///
/// A reply changes nothing; a server keeps what it has until it receives next, or sets its own priority. What is boosted is the
/// base of a thread's priority, so mutexes and messages add up as they should, and a SEND-blocked server queues anew and boosts
/// in turn (rule I10).
final class InheritedPriority implements MessagePriority {
    private final Kernel kernel;
    /// Threads that received on the channel last: whom waiting clients boost.
    private final List<Tcb> servers;
    /// There may be some that are boosted.
    private boolean boosted;

    InheritedPriority(Kernel kernel, List<Tcb> servers) {
        this.kernel = kernel;
        this.servers = servers;
    }

    @Override
    public void serve(Tcb server, Tcb client, int priority) {
        server.unboostedPriority = Tcb.NOT_BOOSTED;
        kernel.scheduler.setBase(server, allowed(server, priority), client);
        if (kernel.partitions != null) kernel.scheduler.inheritPartition(server, client);
    }

    @Override
    public void boost(Tcb client, int priority) {
        for (int i = 0; i < servers.size(); i++) {
            Tcb server = servers.get(i);
            int to = allowed(server, priority);
            if (server.basePriority >= to) continue;
            if (server.unboostedPriority == Tcb.NOT_BOOSTED) server.unboostedPriority = server.basePriority;
            boosted = true;
            kernel.scheduler.setBase(server, to, client);
        }
    }

    /// The boost is what still waits; with nothing waiting all return to where they were.
    @Override
    public void takeBackBoost(int top) {
        if (!boosted) return;
        boosted = false;
        for (int i = 0; i < servers.size(); i++) {
            Tcb server = servers.get(i);
            if (server.unboostedPriority == Tcb.NOT_BOOSTED) continue;
            int to = allowed(server, top);
            kernel.scheduler.setBase(server, Math.max(server.unboostedPriority, to), null);
            if (server.unboostedPriority >= to) server.unboostedPriority = Tcb.NOT_BOOSTED;
            else boosted = true;
        }
    }

    /// The boost was for this channel.
    @Override
    public void calm(Tcb server) {
        if (server.unboostedPriority == Tcb.NOT_BOOSTED) return;
        kernel.scheduler.setBase(server, server.unboostedPriority, null);
        server.unboostedPriority = Tcb.NOT_BOOSTED;
    }

    /// A server without the ability is not lifted into the privileged range (rule I7).
    private int allowed(Tcb server, int priority) {
        return Math.min(priority, server.process.priorityMax);
    }
}
