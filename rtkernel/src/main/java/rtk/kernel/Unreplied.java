package rtk.kernel;

/// A message that was received and not yet replied to.
///
/// @param client thread, as `process/tid`
/// @param server process
/// @param chid of the server's channel
/// @param receivedNs when it was received
public record Unreplied(String client, String server, int chid, long receivedNs) {
    static Unreplied of(Tcb client) {
        Channel channel = client.channel;
        return new Unreplied(client.toString(), channel.process.toString(), channel.chid, client.receivedNs);
    }

    @Override
    public String toString() {
        return client + " was received by " + server + " on channel " + chid + " at " + receivedNs + " ns and not replied to";
    }
}
