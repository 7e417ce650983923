package rtk.resmgr.ham;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Memory;
import rtk.resmgr.Posix;
import rtk.resmgr.launcher.Words;

/// The manager as programs see it: QNX's `libham`. One message per call, but for [#heartbeat], which sends none. Blocks: SEND, REPLY.
///
/// If the manager dies during a call, the guardian is asked again; a request is carried out once, but for `raise`, `setState`
/// and what a restart of the process may repeat. What was answered is known to the guardian too.
///
/// ```java
/// var ham = new Ham(k);
/// ham.attach("dev-can", pid);
/// ham.condition("dev-can", "death", Rearm.YES, When.of(ConditionType.DEATH));
/// ham.action("dev-can/death", "again", Rearm.YES, Action.parse("restart [pri=21] dev-can can0"));
/// ham.action("dev-can/death", "there", Rearm.YES, Action.parse("waitfor /dev/can0/rx0 1s"));
/// ham.action("dev-can/death", "tell", Rearm.YES, new Action.NotifyName("gateway", 1, 0));
/// ```
///
/// Every call may throw [ErrnoException]: ETIMEDOUT no manager in [#WAIT_NS]; EINVAL a name that is none, or what is said at the call.
public final class Ham {
    /// How long to wait for a manager that is not there, or has died.
    public static final long WAIT_NS = Ns.s(1);
    private static final int ATTEMPTS_MAX = 10;
    private static final int NOT_OPEN = -1;

    /// What becomes of a condition or action when its entity is restarted (`HREARMAFTERRESTART`).
    public enum Rearm {
        /// It stays.
        YES("rearm "),
        /// It goes.
        NO("once "),
        /// It goes if it belongs to a death, and stays if not. [D 124] 7.1
        DEFAULT("");

        private final String word;

        Rearm(String word) { this.word = word; }
    }

    private final KernelCalls k;
    private final Posix posix;
    private int fd = NOT_OPEN;
    private Memory beat;

    public Ham(KernelCalls k) {
        this.k = k;
        posix = new Posix(k);
    }

    // Entities.

    /// ham_attach_self: this process is watched, as `name`, and will send heartbeats. Again after a restart of the process.
    ///
    /// @param intervalNs of the heartbeats, at least [HamManager#INTERVAL_MIN_NS]; 0 for none
    /// @param low so many missed in a row are HBEATMISSEDLOW; at least 1 with heartbeats
    /// @param high so many are HBEATMISSEDHIGH; at least `low`
    /// @throws ErrnoException EEXIST another process has that name; EINVAL
    public void attachSelf(String name, long intervalNs, int low, int high) {
        int slot = request("attach-self " + Words.quoted(name) + " " + intervalNs + "ns " + low + " " + high);
        beat = intervalNs == 0 ? null : HamMemory.beats(k).plus((long) slot * Long.BYTES);
    }

    /// ham_heartbeat: a store into shared memory, free of cost; the manager looks once per interval. Without heartbeats it does
    /// nothing.
    public void heartbeat() {
        if (beat != null) beat.putLong(0, beat.getLong(0) + 1);
    }

    /// ham_attach: process `pid` is watched, whatever it does itself.
    ///
    /// @throws ErrnoException EEXIST; ESRCH no such process
    public void attach(String name, int pid) { request("attach " + Words.quoted(name) + " " + pid); }

    /// Every process that is called `process` is watched from when it starts, as an entity of that name; ours.
    ///
    /// @throws ErrnoException EEXIST
    public void watch(String process) { request("watch " + Words.quoted(process)); }

    /// ham_entity: a place for an entity that may attach later.
    ///
    /// @throws ErrnoException EEXIST
    public void entity(String name) { request("entity " + Words.quoted(name)); }

    /// ham_detach: the process is not watched any more, and DETACH is true.
    ///
    /// @throws ErrnoException ENOENT no such entity, or nobody is attached
    public void detach(String name) { request("detach " + Words.quoted(name)); }

    /// ham_entity_condition_state: it is in that state now.
    ///
    /// @param state 0 or more
    /// @throws ErrnoException ENOENT
    public void setState(String entity, int state) { request("state " + Words.quoted(entity) + " " + state); }

    /// ham_entity_condition_raise: something is wrong with it.
    ///
    /// @throws ErrnoException ENOENT
    public void raise(String entity, int type, int category, int severity) {
        request("raise " + Words.quoted(entity) + " " + type + " " + category + " " + severity);
    }

    // Conditions and actions.

    /// ham_condition, ham_condition_state, ham_condition_raise.
    ///
    /// @throws ErrnoException ENOENT no such entity; EEXIST; ENOSPC
    public void condition(String entity, String name, Rearm rearm, When when) {
        request("condition " + Words.quoted(entity) + " " + Words.quoted(name) + " " + rearm.word + when);
    }

    /// ham_action_…: one more action, after those that are there.
    ///
    /// @param condition as `ENTITY/CONDITION`
    /// @throws ErrnoException ENOENT no such condition; EEXIST, also a second restart of the entity; EINVAL a restart at something
    ///     else than a death; ENOSPC
    public void action(String condition, String name, Rearm rearm, Action action) {
        request("action " + Words.quoted(condition) + " " + Words.quoted(name) + " " + rearm.word + action);
    }

    /// ham_action_fail_…: one more action that is done if another fails.
    ///
    /// @param action as `ENTITY/CONDITION/ACTION`
    /// @throws ErrnoException ENOENT; EEXIST; EINVAL a restart or heartbeat-healthy; ENOSPC
    public void onFail(String action, String name, Action fail) {
        request("fail " + Words.quoted(action) + " " + Words.quoted(name) + " " + fail);
    }

    /// ham_condition_remove, ham_action_remove, ham_action_fail_remove, and the same for an entity.
    ///
    /// @param path `ENTITY`, `ENTITY/CONDITION`, and so on
    /// @throws ErrnoException ENOENT
    public void remove(String path) { request("remove " + Words.quoted(path)); }

    /// ham_stop: manager and guardian end, and all that they know is gone.
    public void stop() {
        try {
            open();
            posix.devctl(fd, HamManager.DCMD_STOP, new byte[0]);
        } catch (ErrnoException e) {
            if (!isGone(e.errno())) throw e;
        }
        close();
    }

    private int request(String line) {
        byte[] text = line.getBytes(UTF_8);
        if (text.length >= HamManager.REQUEST_MAX) throw new ErrnoException(Errno.EINVAL, line);
        String asked = line;
        for (int attempt = 1;; attempt++) {
            try {
                open();
                return posix.devctl(fd, HamManager.DCMD_REQUEST, Arrays.copyOf(asked.getBytes(UTF_8), HamManager.REQUEST_MAX));
            } catch (ErrnoException e) {
                if (!isGone(e.errno()) || attempt == ATTEMPTS_MAX) throw e;
            }
            close();
            asked = "again " + line;
        }
    }

    private void open() {
        if (fd == NOT_OPEN) fd = posix.openWhenThere(HamManager.CONTROL, Posix.O_RDWR, WAIT_NS);
    }

    private void close() {
        if (fd != NOT_OPEN) posix.close(fd);
        fd = NOT_OPEN;
    }

    private static boolean isGone(Errno errno) { return errno == Errno.ESRCH || errno == Errno.EBADF; }
}
