package rtk.kernel;

import java.util.ArrayList;
import java.util.List;

/// A client process as a channel knows it, by its scoid: all connections of the process to the channel share it.
final class ClientEntry {
    final Channel channel;
    final Process client;
    final int scoid;
    final List<Connection> connections = new ArrayList<>(1);

    ClientEntry(Channel channel, Process client, int scoid) {
        this.channel = channel;
        this.client = client;
        this.scoid = scoid;
    }
}
