package rtk.resmgr;

/// Whose a process is. The kernel has no users: all are [#ROOT] unless the manager's [ResourceManager#credentials] says otherwise.
public record Credentials(int uid, int gid) {
    public static final Credentials ROOT = new Credentials(0, 0);
}
