package rtk.resmgr.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtk.board.sim.SimRandom;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.resmgr.PathWorld;
import rtk.resmgr.Posix;

class FileSystemTest {
    private static final int MAKE = Posix.O_RDWR | Posix.O_CREAT;
    private final PathWorld world = new PathWorld();

    @AfterEach
    void close() { world.close(); }

    private interface Code {
        void run(Posix posix);
    }

    private void onRam(int bytes, Code code) {
        world.start("fs-ram", 20, new RamFileSystem(), "/ram", Integer.toString(bytes));
        runs(code);
    }

    private void runs(Code code) {
        world.start("client", 10, k -> {
            code.run(new Posix(k));
            world.say("done");
        });
        world.run(1000);
        assertEquals(1, world.log.size());
    }

    private static Errno failure(Runnable call) { return assertThrows(ErrnoException.class, call::run).errno(); }

    private static int write(Posix posix, int fd, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return posix.write(fd, bytes, bytes.length);
    }

    private static String read(Posix posix, int fd) {
        var buffer = new byte[1000];
        return new String(buffer, 0, posix.read(fd, buffer), UTF_8);
    }

    private static String contents(Posix posix, String path) {
        int fd = posix.open(path, Posix.O_RDONLY);
        var text = new StringBuilder();
        for (String part = read(posix, fd); !part.isEmpty(); part = read(posix, fd)) text.append(part);
        posix.close(fd);
        return text.toString();
    }

    private static void make(Posix posix, String path, String text) {
        int fd = posix.open(path, MAKE | Posix.O_TRUNC, 0644);
        if (!text.isEmpty()) write(posix, fd, text);
        posix.close(fd);
    }

    @Test
    void filesAreMadeWrittenSoughtAndCut() {
        onRam(100_000, posix -> {
            assertEquals(Errno.ENOENT, failure(() -> posix.open("/ram/a", Posix.O_RDWR)));
            int fd = posix.open("/ram/a", MAKE, 0644);
            assertEquals(Errno.EEXIST, failure(() -> posix.open("/ram/a", MAKE | Posix.O_EXCL, 0644)));
            write(posix, fd, "hello world");
            assertEquals("", read(posix, fd));
            assertEquals(6, posix.lseek(fd, -5, Posix.SEEK_END));
            assertEquals("world", read(posix, fd));
            posix.lseek(fd, 2, Posix.SEEK_SET);
            write(posix, fd, "LLO");
            posix.lseek(fd, 15, Posix.SEEK_SET);
            write(posix, fd, "!");
            assertEquals("heLLO world\0\0\0\0!", contents(posix, "/ram/a"));
            posix.ftruncate(fd, 5);
            posix.ftruncate(fd, 7);
            assertEquals("heLLO\0\0", contents(posix, "/ram/a"));
            int end = posix.open("/ram/a", Posix.O_WRONLY | Posix.O_APPEND);
            write(posix, end, "x");
            assertEquals("heLLO\0\0x", contents(posix, "/ram/a"));
            assertEquals(8, posix.fstat(fd).size());
            posix.close(posix.open("/ram/a", Posix.O_WRONLY | Posix.O_TRUNC));
            assertEquals("", contents(posix, "/ram/a"));
        });
    }

    @Test
    void directoriesHoldNames() {
        onRam(100_000, posix -> {
            posix.mkdir("/ram/d", 0755);
            assertEquals(Errno.EEXIST, failure(() -> posix.mkdir("/ram/d", 0755)));
            assertEquals(Errno.ENOENT, failure(() -> posix.mkdir("/ram/no/d", 0755)));
            make(posix, "/ram/d/z", "1");
            make(posix, "/ram/d/a", "2");
            assertEquals(List.of("a", "z"), posix.list("/ram/d"));
            assertEquals(List.of("d"), posix.list("/ram"));
            assertEquals(Errno.ENOTDIR, failure(() -> posix.open("/ram/d/a/x", Posix.O_RDONLY)));
            assertEquals(Errno.EISDIR, failure(() -> posix.open("/ram/d", Posix.O_WRONLY)));
            assertEquals(Errno.ENOTEMPTY, failure(() -> posix.unlink("/ram/d")));
            posix.unlink("/ram/d/z");
            posix.unlink("/ram/d/a");
            posix.unlink("/ram/d");
            assertEquals(List.of(), posix.list("/ram"));
            assertEquals(Errno.ENOENT, failure(() -> posix.unlink("/ram/d")));
            assertEquals(Errno.EBUSY, failure(() -> posix.unlink("/ram")));
        });
    }

    @Test
    void renamingReplacesLikeByLikeOnly() {
        onRam(100_000, posix -> {
            make(posix, "/ram/a", "A");
            make(posix, "/ram/b", "B");
            posix.mkdir("/ram/d", 0755);
            posix.mkdir("/ram/e", 0755);
            posix.rename("/ram/a", "/ram/b");
            assertEquals("A", contents(posix, "/ram/b"));
            posix.rename("/ram/b", "/ram/d/c");
            assertEquals(List.of("d", "e"), posix.list("/ram"));
            assertEquals(Errno.ENOTEMPTY, failure(() -> posix.rename("/ram/e", "/ram/d")));
            assertEquals(Errno.EISDIR, failure(() -> posix.rename("/ram/d/c", "/ram/e")));
            assertEquals(Errno.ENOTDIR, failure(() -> posix.rename("/ram/e", "/ram/d/c")));
            assertEquals(Errno.EINVAL, failure(() -> posix.rename("/ram/d", "/ram/d/x")));
            assertEquals(Errno.EXDEV, failure(() -> posix.rename("/ram/d", "/elsewhere")));
            posix.rename("/ram/d", "/ram/e");
            assertEquals("A", contents(posix, "/ram/e/c"));
        });
    }

    private static long used(Posix posix) {
        int fd = posix.open("/ram", Posix.O_RDONLY);
        var data = new byte[16];
        posix.devctl(fd, RamFileSystem.DCMD_SPACE, data);
        posix.close(fd);
        return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getLong(8);
    }

    @Test
    void spaceIsBoundedAndAnUnlinkedFileKeepsItsUntilClosed() {
        onRam(10, posix -> {
            int fd = posix.open("/ram/a", MAKE, 0644);
            assertEquals(10, write(posix, fd, "twelve bytes"), "what fits");
            assertEquals(Errno.ENOSPC, failure(() -> write(posix, fd, "x")));
            assertEquals(Errno.ENOSPC, failure(() -> posix.ftruncate(fd, 11)));
            posix.unlink("/ram/a");
            assertEquals(Errno.ENOENT, failure(() -> posix.open("/ram/a", Posix.O_RDONLY)));
            posix.lseek(fd, 0, Posix.SEEK_SET);
            assertEquals("twelve byt", read(posix, fd));
            assertEquals(10, used(posix));
            posix.close(fd);
            assertEquals(0, used(posix));
        });
    }

    /// Against a map of texts.
    @Test
    void manyOperationsLeaveWhatAModelSays() {
        onRam(1 << 20, posix -> {
            var random = new SimRandom(7, "files");
            var model = new TreeMap<String, String>();
            for (int step = 0; step < 500; step++) {
                String name = "f" + random.between(0, 9);
                String other = "f" + random.between(0, 9);
                boolean exists = model.containsKey(name);
                switch ((int) random.between(0, 3)) {
                    case 0 -> {
                        String text = "s" + step + "-".repeat((int) random.between(0, 300));
                        make(posix, "/ram/" + name, text);
                        model.put(name, text);
                    }
                    case 1 -> {
                        if (!exists) break;
                        int fd = posix.open("/ram/" + name, Posix.O_WRONLY | Posix.O_APPEND);
                        write(posix, fd, "+" + step);
                        posix.close(fd);
                        model.merge(name, "+" + step, String::concat);
                    }
                    case 2 -> {
                        if (!exists) break;
                        posix.rename("/ram/" + name, "/ram/" + other);
                        model.put(other, model.remove(name));
                    }
                    default -> {
                        if (exists) posix.unlink("/ram/" + name);
                        model.remove(name);
                    }
                }
            }
            assertEquals(List.copyOf(model.keySet()), posix.list("/ram"));
            for (var file : model.entrySet()) assertEquals(file.getValue(), contents(posix, "/ram/" + file.getKey()));
            assertEquals(model.values().stream().mapToInt(String::length).sum(), used(posix));
        });
    }

    @Test
    void aFolderOfTheHostIsReadOnlyAndAsItWasAtTheStart(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("music/b"));
        Files.writeString(folder.resolve("music/b/song"), "la la");
        byte[] large = new byte[5000];
        large[4999] = 1;
        Files.write(folder.resolve("large"), large);
        world.start("fs-host", 20, new HostFolder(), "/media", folder.toString());
        world.run(1);
        Files.writeString(folder.resolve("music/b/song"), "changed");
        Files.writeString(folder.resolve("late"), "late");

        runs(posix -> {
            assertEquals(List.of("large", "music"), posix.list("/media"));
            assertEquals("la la", contents(posix, "/media/music/b/song"));
            var buffer = new byte[6000];
            assertEquals(5000, posix.read(posix.open("/media/large", Posix.O_RDONLY), buffer));
            assertArrayEquals(large, Arrays.copyOf(buffer, 5000));
            assertEquals(Errno.EROFS, failure(() -> posix.open("/media/large", Posix.O_WRONLY)));
            assertEquals(Errno.EROFS, failure(() -> posix.open("/media/new", MAKE, 0644)));
            assertEquals(Errno.EROFS, failure(() -> posix.unlink("/media/large")));
            assertEquals(Errno.EROFS, failure(() -> posix.mkdir("/media/x", 0755)));
            assertEquals(Errno.EROFS, failure(() -> posix.rename("/media/large", "/media/small")));
        });
    }
}
