package rtk.resmgr.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtk.board.sim.Ns;
import rtk.kernel.api.Signal;
import rtk.resmgr.PathWorld;
import rtk.resmgr.Posix;
import rtk.resmgr.Rule;

/// Objects that outlive the manager, and the run (S3).
class PpsStoreTest {
    private static final int MAKE = Posix.O_RDWR | Posix.O_CREAT;

    @TempDir
    private Path folder;

    private interface Code {
        void run(Posix posix, PathWorld world);
    }

    private PathWorld run(Code code, String... args) {
        try (var world = new PathWorld()) {
            world.start("pps", 20, new PpsManager(), args);
            world.start("client", 10, k -> code.run(new Posix(k), world));
            return world.run(100);
        }
    }

    private static void write(Posix posix, String path, String text) {
        int fd = posix.open(path, MAKE);
        posix.write(fd, text.getBytes(UTF_8), text.length());
        posix.close(fd);
    }

    private static String read(Posix posix, String path) {
        var buffer = new byte[1000];
        return new String(buffer, 0, posix.read(posix.open(path, Posix.O_RDONLY), buffer), UTF_8);
    }

    private String file(String name) throws IOException { return Files.readString(folder.resolve(name)); }

    @Test
    @Rule("S3")
    void s3WhatFsyncSavedIsThereInTheNextRun() throws IOException {
        run((posix, world) -> {
            write(posix, "/pps/seat/driver", "height:n:42\nname::Kim\n");
            posix.fsync(posix.open("/pps/seat/driver", Posix.O_RDONLY));
            write(posix, "/pps/seat/driver", "height:n:43\n");
        }, "--save", folder.toString());
        var next = run((posix, world) -> world.say(read(posix, "/pps/seat/driver")), "--load", folder.toString());

        assertEquals("@seat/driver\nheight:n:42\nname::Kim\n", file("seat/driver"));
        assertEquals("0 @seat/driver\nheight:n:42\nname::Kim\n", next.log.getFirst());
    }

    @Test
    @Rule("S3")
    void s3SigtermSavesAndAPowerCutDoesNot() throws IOException {
        run((posix, world) -> write(posix, "/pps/a", "x::1\n"), "--save", folder.toString());
        assertFalse(Files.exists(folder.resolve("a")));

        try (var world = new PathWorld()) {
            int pps = world.start("pps", 20, new PpsManager(), "--save", folder.toString());
            world.start("client", 10, k -> {
                write(new Posix(k), "/pps/a", "x::1\n");
                k.kill(pps, Signal.SIGTERM);
            });
            world.run(10);
        }
        assertEquals("@a\nx::1\n", file("a"));
    }

    @Test
    @Rule("S3")
    void s3APeriodOfSimulatedTimeSaves() throws IOException {
        try (var world = new PathWorld()) {
            world.start("pps", 20, new PpsManager(), "/p", "--save", folder.toString(), "--every", "5ms");
            world.start("client", 10, k -> {
                var posix = new Posix(k);
                write(posix, "/p/a", "x::1\n");
                k.sleepUntil(Ns.ms(6));
                write(posix, "/p/a", "x::2\n");
                write(posix, "/p/b", "y::1\n");
                posix.unlink("/p/b");
            });
            world.run(4);
            assertFalse(Files.exists(folder.resolve("a")));
            world.run(7);
            assertEquals("@a\nx::1\n", file("a"));
            world.run(11);
            assertEquals("@a\nx::2\n", file("a"));
        }
    }

    @Test
    @Rule("S3")
    void s3WhatIsMarkedIsNotKeptAndWhatIsRemovedGoes() throws IOException {
        Files.writeString(folder.resolve("old"), "@old\nx::1\n");
        run((posix, world) -> {
            posix.unlink("/pps/old");
            write(posix, "/pps/a", "[n]session::7\nkept::1\n");
            write(posix, "/pps/secret", "[n]@secret\nkey::1\n");
            world.say(read(posix, "/pps/a"));
            posix.fsync(posix.open("/pps/a", Posix.O_RDONLY));
        }, "--load", folder.toString(), "--save", folder.toString());

        assertEquals("@a\nkept::1\n", file("a"));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aFileThatIsNoObjectAndAMissingFolderAreSaidInOneSentence() throws IOException {
        Files.writeString(folder.resolve("bad"), "what is this\n");
        var bad = assertThrows(AssertionError.class, () -> run((posix, world) -> {}, "--load", folder.toString()));
        var missing = assertThrows(AssertionError.class, () -> run((posix, world) -> {}, "--load", folder + "/no"));

        assertTrue(bad.getMessage().contains("bad is no object: each line is name:encoding:value"), bad.getMessage());
        assertTrue(missing.getMessage().contains("cannot read the folder " + folder + "/no"), missing.getMessage());
    }
}
