package rtk.kernel;

/// A client process's end of the way to a channel.
final class Connection {
    final Process client;
    /// Null once detached.
    Channel channel;
    final int scoid;

    Connection(Process client, Channel channel, int scoid) {
        this.client = client;
        this.channel = channel;
        this.scoid = scoid;
    }

    /// Is the channel at the other end gone?
    boolean isDead() { return channel == null || channel.isGone; }
}
