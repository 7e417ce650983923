package rtk.resmgr.dev;

import rtk.kernel.api.Errno;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Ocb;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// `/dev/full`: a disk without room, for programs that want to see ENOSPC; reads as zeros.
final class FullDevice implements IoFunctions {
    @Override
    public Reply read(Request request, Ocb ocb, int nbytes) {
        return new Reply.Data(new byte[Math.min(nbytes, ResourceManager.MESSAGE_MAX)]);
    }

    @Override
    public Reply write(Request request, Ocb ocb, byte[] bytes) { return new Reply.Fail(Errno.ENOSPC); }
}
