package rtk.resmgr.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import rtk.kernel.api.Errno;
import rtk.resmgr.HeldRequests;
import rtk.resmgr.Ocb;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// One open of an object: what its reader has not seen yet.
final class PpsSubscriber {
    /// Changes that wait for a reader in delta mode. One more, and it gets the whole object instead.
    static final int CHANGES_MAX = 64;

    private final ResourceManager manager;
    private final PpsObject object;
    private final boolean delta;
    private final boolean waits;
    private final HeldRequests requests = new HeldRequests();
    private final ArrayDeque<String> changes = new ArrayDeque<>();
    /// The next read is the whole object.
    private boolean whole = true;

    PpsSubscriber(ResourceManager manager, PpsObject object, PathOptions path) {
        this.manager = manager;
        this.object = object;
        delta = path.has("delta");
        waits = path.has("wait");
    }

    PpsObject object() { return object; }

    void changed(String change) {
        if (delta && !whole && changes.size() < CHANGES_MAX) changes.add(change);
        else whole = true;
        requests.serve(manager);
    }

    /// @return bytes that a read would find
    int size() { return text().getBytes(UTF_8).length; }

    private String text() { return whole ? object.text() : String.join("", changes); }

    Reply read(Request request, Ocb ocb, int nbytes) {
        if (!whole && changes.isEmpty() && !waits) return Reply.DONE;
        return requests.answerOrHold(request, ocb, () -> next(nbytes));
    }

    /// As many changes as there is room for.
    private Reply next(int nbytes) {
        if (whole) {
            byte[] all = object.text().getBytes(UTF_8);
            if (all.length > nbytes) return new Reply.Fail(Errno.EMSGSIZE);
            whole = false;
            changes.clear();
            return new Reply.Data(all);
        }
        if (changes.isEmpty()) return null;
        var text = new StringBuilder();
        int bytes = 0;
        while (!changes.isEmpty()) {
            bytes += changes.peek().getBytes(UTF_8).length;
            if (bytes > nbytes) break;
            text.append(changes.remove());
        }
        return text.isEmpty() ? new Reply.Fail(Errno.EMSGSIZE) : new Reply.Data(text.toString().getBytes(UTF_8));
    }

    void unblock(Request request) { requests.forget(request); }
}
