package rtk.apps.infotainment.diagnostics;

/// Where downloaded software goes. Each call but the last begins something that takes its time.
///
/// All return false if it cannot be begun now.
interface Programmer {
    enum Progress {
        DONE, BUSY, FAILED
    }

    boolean erase(int version, int length, byte[] sha256);

    boolean write(int offset, byte[] bytes);

    boolean check();

    boolean activate();

    boolean confirm();

    boolean restart();

    Progress progress();

    /// Version of the software that runs.
    int version();
}
