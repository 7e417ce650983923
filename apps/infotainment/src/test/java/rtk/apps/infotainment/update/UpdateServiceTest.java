package rtk.apps.infotainment.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.kernel.Kernel;
import rtk.kernel.KernelConfig;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.resmgr.PathManager;
import rtk.resmgr.fs.RamFileSystem;
import rtk.trace.TraceSink;

class UpdateServiceTest {
    private static final int LENGTH = 20_000;

    private final World world = new World(1, TraceSink.NONE);
    private final Kernel kernel = new Kernel(new Board(world, "bench", 1), KernelConfig.DEFAULT);
    private final List<String> said = new ArrayList<>();

    UpdateServiceTest() {
        spawn("procnto", 254, new PathManager());
        spawn("fs-ram", 15, new RamFileSystem());
    }

    private int spawn(String name, int priority, Program program) {
        return kernel.spawn(name, program, List.of(), new ThreadAttr("main", priority, SchedPolicy.RR));
    }

    private void client(Consumer<KernelCalls> body) {
        spawn("client", 12, (k, args) -> {
            body.accept(k);
            return 0;
        });
    }

    private static byte[] image() {
        var bytes = new byte[LENGTH];
        for (int n = 0; n < LENGTH; n++) bytes[n] = (byte) (n * 17 + n / 256);
        return bytes;
    }

    /// Begins a job as soon as the service is free, and waits for its end.
    private static UpdateClient.Progress finished(KernelCalls k, UpdateClient update, BooleanSupplier job) {
        while (!job.getAsBoolean()) k.sleep(Ns.ms(5));
        while (update.status().progress() == UpdateClient.Progress.BUSY) k.sleep(Ns.ms(5));
        return update.status().progress();
    }

    private static void transfer(KernelCalls k, UpdateClient update) {
        byte[] image = image();
        finished(k, update, () -> update.begin(2, LENGTH, ImageStore.sha256(image)));
        for (int at = 0; at < LENGTH; at += UpdateClient.blockMax()) {
            int from = at;
            byte[] block = Arrays.copyOfRange(image, at, Math.min(LENGTH, at + UpdateClient.blockMax()));
            finished(k, update, () -> update.block(from, block));
        }
        finished(k, update, update::finish);
    }

    @Test
    void anUpdateGoesThroughBlockByBlock() {
        spawn("update", 9, new UpdateService());
        client(k -> {
            var update = new UpdateClient(k);
            transfer(k, update);
            said.add(update.status().otherState());
            finished(k, update, update::activate);
            finished(k, update, update::boot);
            said.add(update.status().running() + " " + update.status().state());
            finished(k, update, update::confirm);
            said.add(update.status().toString());
        });

        assertTrue(kernel.run(Ns.s(3)));

        assertEquals(List.of(), kernel.failures());
        assertEquals(List.of("READY", "1 TRIAL",
                "Status[progress=IDLE, running=1, version=2, state=GOOD, otherVersion=1, otherState=GOOD]"), said);
    }

    @Test
    void aServiceThatIsKilledAmidAnUpdateBeginsAgainFromWhatIsInTheFlash() {
        int pid = spawn("update", 9, new UpdateService());
        client(k -> {
            var update = new UpdateClient(k);
            byte[] image = image();
            finished(k, update, () -> update.begin(2, LENGTH, ImageStore.sha256(image)));
            finished(k, update, () -> update.block(0, Arrays.copyOf(image, 4_000)));
            k.kill(pid, 9);
            k.sleep(Ns.ms(10));
            said.add(update.status().progress().name());
            k.sleep(Ns.ms(500));
            said.add(update.status().otherState());
            said.add(finished(k, update, () -> update.block(4_000, Arrays.copyOfRange(image, 4_000, 8_000))).name());
            transfer(k, update);
            said.add(update.status().otherState());
        });
        assertTrue(kernel.run(Ns.ms(400)));
        assertEquals(List.of("NO_SERVICE"), said);

        spawn("update", 9, new UpdateService());
        assertTrue(kernel.run(Ns.s(4)));

        assertEquals(List.of("NO_SERVICE", "WRITING", "FAILED", "READY"), said);
    }

    @Test
    void oneJobIsTakenOnAtATimeAndNonsenseIsRefused() {
        spawn("update", 9, new UpdateService());
        client(k -> {
            var update = new UpdateClient(k);
            while (update.status().progress() != UpdateClient.Progress.IDLE) k.sleep(Ns.ms(5));
            assertTrue(update.begin(2, 100, new byte[32]));
            said.add(update.finish() + " while busy");
            said.add(update.status().progress().name());
            while (update.status().progress() == UpdateClient.Progress.BUSY) k.sleep(Ns.ms(5));
            assertFalse(update.begin(2, 100, new byte[3]));
            said.add(finished(k, update, () -> update.block(0, new byte[101])).name());
        });

        assertTrue(kernel.run(Ns.s(2)));

        assertEquals(List.of(), kernel.failures());
        assertEquals(List.of("false while busy", "BUSY", "FAILED"), said);
    }
}
