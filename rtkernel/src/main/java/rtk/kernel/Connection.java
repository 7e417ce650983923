package rtk.kernel;

/// A client process's end of the way to a channel.
final class Connection {
    final ClientEntry entry;
    final Process client;
    /// Null once detached.
    Channel channel;
    /// By the client's numbers.
    int coid;

    Connection(ClientEntry entry) {
        this.entry = entry;
        client = entry.client;
        channel = entry.channel;
    }

    int scoid() { return entry.scoid; }

    /// Is the channel at the other end gone?
    boolean isDead() { return channel == null || channel.isGone; }
}
