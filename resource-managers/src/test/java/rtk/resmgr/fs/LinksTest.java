package rtk.resmgr.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.resmgr.Mode;
import rtk.resmgr.PathWorld;
import rtk.resmgr.Posix;

/// Symbolic and hard links of the RAM file system [P].
class LinksTest {
    private final PathWorld world = new PathWorld();

    @AfterEach
    void close() { world.close(); }

    private interface Code {
        void run(Posix posix);
    }

    private void client(Code code) {
        world.start("fs-ram", 20, new RamFileSystem(), "/ram");
        world.start("fs-ram", 20, new RamFileSystem(), "/other");
        world.start("client", 10, k -> {
            code.run(new Posix(k));
            world.say("done");
        });
        world.run(100);
        assertEquals(1, world.log.size());
    }

    private static Errno failure(Runnable call) { return assertThrows(ErrnoException.class, call::run).errno(); }

    private static void make(Posix posix, String path, String text) {
        int fd = posix.open(path, Posix.O_WRONLY | Posix.O_CREAT | Posix.O_TRUNC, 0644);
        posix.write(fd, text.getBytes(UTF_8), text.length());
        posix.close(fd);
    }

    private static String contents(Posix posix, String path) {
        int fd = posix.open(path, Posix.O_RDONLY);
        var buffer = new byte[100];
        String text = new String(buffer, 0, posix.read(fd, buffer), UTF_8);
        posix.close(fd);
        return text;
    }

    @Test
    void aSymbolicLinkLeadsToItsTargetFromWhereItLies() {
        client(posix -> {
            posix.mkdir("/ram/maps", 0755);
            posix.mkdir("/ram/maps/old", 0755);
            make(posix, "/ram/maps/old/city", "streets");
            make(posix, "/other/far", "away");
            posix.symlink("old", "/ram/maps/now");
            posix.symlink("../maps/./now/city", "/ram/maps/city");
            posix.symlink("/other", "/ram/out");
            assertEquals("streets", contents(posix, "/ram/maps/now/city"));
            assertEquals("streets", contents(posix, "/ram/maps/city"));
            assertEquals("away", contents(posix, "/ram/out/far"));
            assertEquals(List.of("city"), posix.list("/ram/maps/now"));
            assertEquals("old", posix.readlink("/ram/maps/now"));
            assertEquals(Mode.S_IFREG, posix.stat("/ram/maps/city").mode() & Mode.S_IFMT);
            make(posix, "/ram/maps/now/new", "made through it");
            assertEquals("made through it", contents(posix, "/ram/maps/old/new"));
        });
    }

    @Test
    void whoActsOnANameActsOnTheLinkNotOnItsTarget() {
        client(posix -> {
            make(posix, "/ram/a", "a");
            posix.symlink("a", "/ram/b");
            posix.rename("/ram/b", "/ram/c");
            assertEquals("a", posix.readlink("/ram/c"));
            assertEquals(Errno.EEXIST, failure(() -> posix.symlink("x", "/ram/c")));
            assertEquals(Errno.EEXIST, failure(() -> posix.open("/ram/c", Posix.O_CREAT | Posix.O_EXCL)));
            assertEquals(Errno.EINVAL, failure(() -> posix.readlink("/ram/a")));
            posix.unlink("/ram/c");
            assertEquals("a", contents(posix, "/ram/a"));
        });
    }

    @Test
    void aLinkToNothingIsENOENTAndACircleIsELOOP() {
        client(posix -> {
            posix.symlink("nowhere", "/ram/dangling");
            posix.symlink("there", "/ram/here");
            posix.symlink("here", "/ram/there");
            assertEquals(Errno.ENOENT, failure(() -> posix.open("/ram/dangling", Posix.O_RDONLY)));
            assertEquals(Errno.ELOOP, failure(() -> posix.open("/ram/here", Posix.O_RDONLY)));
            assertEquals(Errno.ELOOP, failure(() -> posix.open("/ram/here/x", Posix.O_RDONLY)));
            assertEquals(Errno.ENOENT, failure(() -> posix.symlink("", "/ram/empty")));
        });
    }

    @Test
    void aHardLinkIsAnotherNameOfTheSameFileWhichLivesUntilItsLastOne() {
        client(posix -> {
            make(posix, "/ram/a", "one");
            posix.mkdir("/ram/d", 0755);
            posix.link("/ram/a", "/ram/d/b");
            assertEquals(2, posix.stat("/ram/a").links());
            make(posix, "/ram/d/b", "two");
            assertEquals("two", contents(posix, "/ram/a"));
            posix.unlink("/ram/a");
            assertEquals(1, posix.stat("/ram/d/b").links());
            assertEquals("two", contents(posix, "/ram/d/b"));
            posix.rename("/ram/d/b", "/ram/d/c");
            assertEquals("two", contents(posix, "/ram/d/c"));
        });
    }

    @Test
    void hardLinksStayInTheirFileSystemAndOffDirectories() {
        client(posix -> {
            make(posix, "/ram/a", "a");
            make(posix, "/other/o", "o");
            posix.mkdir("/ram/d", 0755);
            posix.symlink("d", "/ram/s");
            make(posix, "/ram/d/x", "x");
            assertEquals(Errno.EXDEV, failure(() -> posix.link("/other/o", "/ram/o")));
            assertEquals(Errno.EPERM, failure(() -> posix.link("/ram/d", "/ram/e")));
            assertEquals(Errno.ENOENT, failure(() -> posix.link("/ram/no", "/ram/e")));
            assertEquals(Errno.EEXIST, failure(() -> posix.link("/ram/a", "/ram/d/x")));
            posix.link("/ram/s/x", "/ram/y");
            assertEquals("x", contents(posix, "/ram/y"));
            assertEquals(Errno.EINVAL, failure(() -> posix.rename("/ram/d", "/ram/s/d")));
        });
    }
}
