package rtk.resmgr.dev;

import rtk.resmgr.IoFunctions;
import rtk.resmgr.Ocb;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// `/dev/zero`: swallows what is written; reads as zeros.
final class ZeroDevice implements IoFunctions {
    @Override
    public Reply read(Request request, Ocb ocb, int nbytes) {
        return new Reply.Data(new byte[Math.min(nbytes, ResourceManager.MESSAGE_MAX)]);
    }

    @Override
    public Reply write(Request request, Ocb ocb, byte[] bytes) { return new Reply.Count(bytes.length); }
}
