package rtk.resmgr.dev;

import rtk.board.sim.SimRandom;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Ocb;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// `/dev/random`: bytes that look random and are the same in every run with the same seed. Readers share one stream; a manager
/// that is started again has another. Never waits for entropy.
///
/// Not modelled: what is written does not stir the stream, and is swallowed. Not for cryptography.
final class RandomDevice implements IoFunctions {
    private final SimRandom random;

    RandomDevice(SimRandom random) { this.random = random; }

    @Override
    public Reply read(Request request, Ocb ocb, int nbytes) {
        var bytes = new byte[Math.min(nbytes, ResourceManager.MESSAGE_MAX)];
        long draw = 0;
        for (int index = 0; index < bytes.length; index++) {
            if (index % Long.BYTES == 0) draw = random.nextLong();
            bytes[index] = (byte) (draw >>> (8 * (index % Long.BYTES)));
        }
        return new Reply.Data(bytes);
    }

    @Override
    public Reply write(Request request, Ocb ocb, byte[] bytes) { return new Reply.Count(bytes.length); }
}
