package rtk.apps.infotainment.diagnostics;

import rtk.apps.infotainment.update.UpdateClient;
import rtk.kernel.api.KernelCalls;

/// The update service as a [Programmer].
final class UpdateProgrammer implements Programmer {
    private final UpdateClient update;

    UpdateProgrammer(KernelCalls k) { update = new UpdateClient(k); }

    @Override
    public boolean erase(int version, int length, byte[] sha256) { return update.begin(version, length, sha256); }

    @Override
    public boolean write(int offset, byte[] bytes) { return update.block(offset, bytes); }

    @Override
    public boolean check() { return update.finish(); }

    @Override
    public boolean activate() { return update.activate(); }

    @Override
    public boolean confirm() { return update.confirm(); }

    @Override
    public boolean restart() { return update.boot(); }

    @Override
    public Progress progress() {
        return switch (update.status().progress()) {
            case IDLE -> Progress.DONE;
            case BUSY -> Progress.BUSY;
            case FAILED, NO_SERVICE -> Progress.FAILED;
        };
    }

    @Override
    public int version() { return update.status().version(); }
}
