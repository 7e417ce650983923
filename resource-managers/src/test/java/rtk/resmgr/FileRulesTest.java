package rtk.resmgr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.Program;

/// Section 9.2: what OCBs and attributes hold, the functions of both tables, and who may do what.
class FileRulesTest {
    private static final int USER = 100;
    private final PathWorld world = new PathWorld();
    private int userPid;

    @AfterEach
    void close() { world.close(); }

    /// A file of 16 bytes with users, and a note of the names that are changed.
    private final Program file = (k, args) -> {
        var bytes = new byte[16];
        var manager = new ResourceManager(k);
        manager.credentials(pid -> pid == userPid ? new Credentials(USER, USER) : Credentials.ROOT);
        var attr = new Attr("/file", Mode.S_IFREG | 0640);
        attr.setSize(bytes.length);
        manager.attach(attr, new ConnectFunctions() {
            @Override
            public Reply unlink(Request request, String rest) { return note("unlink " + rest); }

            @Override
            public Reply rename(Request request, String rest, String target) { return note("rename " + rest + " " + target); }

            @Override
            public Reply mknod(Request request, String rest, int mode, String target) {
                return note("mknod " + rest + " " + Integer.toOctalString(mode) + " " + target);
            }

            @Override
            public Reply link(Request request, String rest, String existing) { return note("link " + rest + " " + existing); }

            @Override
            public Reply mount(Request request, String rest, String special) { return note("mount " + rest + " " + special); }
        }, new IoFunctions() {
            @Override
            public Reply read(Request request, Ocb ocb, int nbytes) {
                int from = (int) Math.min(ocb.offset(), bytes.length);
                int end = Math.min(from + nbytes, bytes.length);
                ocb.setOffset(end);
                return new Reply.Data(Arrays.copyOfRange(bytes, from, end));
            }

            @Override
            public Reply write(Request request, Ocb ocb, byte[] data) {
                System.arraycopy(data, 0, bytes, (int) ocb.offset(), data.length);
                ocb.setOffset(ocb.offset() + data.length);
                return new Reply.Count(data.length);
            }

            @Override
            public Reply space(Request request, Ocb ocb, long start, long length) {
                ocb.attr().setSize(start);
                return Reply.DONE;
            }
        });
        manager.run();
        return 0;
    };

    private Reply note(String what) {
        world.log.add(what);
        return Reply.DONE;
    }

    private static Errno failure(Runnable call) { return assertThrows(ErrnoException.class, call::run).errno(); }

    private void start(PathWorld.Code client) {
        world.start("file", 20, file);
        userPid = world.start("client", 10, client);
    }

    private void startAsRoot(PathWorld.Code client) {
        world.start("file", 20, file);
        world.start("client", 10, client);
    }

    @Test
    @Rule("9.2")
    void rule92EveryOpenHasAnOcbOfItsOwnWithItsOffset() {
        startAsRoot(k -> {
            var posix = new Posix(k);
            int one = posix.open("/file", Posix.O_RDWR);
            int other = posix.open("/file", Posix.O_RDONLY);
            int third = posix.openfd(one, Posix.O_RDONLY);
            posix.write(one, new byte[]{1, 2, 3}, 3);
            var buffer = new byte[3];
            world.log.add(posix.read(other, buffer) + " " + Arrays.toString(buffer));
            world.log.add(posix.lseek(one, 0, Posix.SEEK_CUR) + " " + posix.lseek(third, 0, Posix.SEEK_CUR));
            world.log.add(posix.lseek(one, -1, Posix.SEEK_END) + " " + posix.fpathconf(one, Posix.PC_PATH_MAX));
            world.log.add(failure(() -> posix.lseek(one, -1, Posix.SEEK_SET)) + " " + failure(() -> posix.lseek(one, 0, 9)) + " "
                    + failure(() -> posix.lseek(one, Long.MAX_VALUE, Posix.SEEK_END)) + " "
                    + failure(() -> posix.fpathconf(one, 4711)));
            world.log.add(posix.fdinfo(one) + " " + failure(() -> posix.write(third, buffer, 1)));
            world.log.add("open " + posix.fstat(one).openCount());
        });
        world.run(1);

        assertEquals(List.of("3 [1, 2, 3]", "3 0", "15 1023", "EINVAL EINVAL EOVERFLOW EINVAL", "/file EBADF", "open 3"),
                world.log);
    }

    @Test
    @Rule("9.2")
    void rule92TheAttributesKnowModeOwnerSizeAndTimes() {
        startAsRoot(k -> {
            var posix = new Posix(k);
            int fd = posix.open("/file", Posix.O_RDWR);
            k.sleep(Ns.ms(1));
            posix.write(fd, new byte[1], 1);
            var stat = posix.fstat(fd);
            world.log.add(Integer.toOctalString(stat.mode()) + " " + stat.size() + " " + stat.links());
            world.log.add(stat.accessNs() + " " + stat.modifyNs() / 1000 + " " + stat.changeNs() / 1000);
            k.sleep(Ns.ms(1));
            posix.read(fd, new byte[1]);
            posix.chmod("/file", 0600);
            posix.ftruncate(fd, 5);
            posix.utime("/file", 7, 8);
            stat = posix.stat("/file");
            world.log.add(Integer.toOctalString(stat.mode()) + " " + stat.size() + " " + stat.accessNs() + " " + stat.modifyNs()
                    + " " + stat.changeNs() / 1000);
        });
        world.run(9);

        assertEquals(List.of("100640 16 1", "0 1000 1000", "100600 5 7 8 2000"), world.log);
    }

    @Test
    @Rule("9.2")
    void rule92WhoIsNeitherOwnerNorRootMayDoWhatTheModeSays() {
        start(k -> {
            var posix = new Posix(k);
            world.log.add(
                    failure(() -> posix.open("/file", Posix.O_RDONLY)) + " " + failure(() -> posix.chmod("/file", 0777)) + " "
                            + failure(() -> posix.chown("/file", USER, USER)) + " " + failure(() -> posix.utime("/file", 1, 1)));
            world.log.add(Integer.toOctalString(posix.stat("/file").mode()));
            int pid = userPid;
            userPid = 0;
            posix.chown("/file", -1, USER);
            userPid = pid;
            posix.close(posix.open("/file", Posix.O_RDONLY));
            world.log.add("its group: " + failure(() -> posix.open("/file", Posix.O_RDWR)));
            userPid = 0;
            posix.chown("/file", USER, -1);
            userPid = pid;
            posix.chmod("/file", 0400);
            posix.close(posix.open("/file", Posix.O_RDONLY));
            world.log.add("its owner: " + failure(() -> posix.open("/file", Posix.O_WRONLY)));
            userPid = 0;
            world.log.add("root: " + failure(() -> posix.open("/file", Posix.O_WRONLY)));
        });
        world.run(9);

        assertEquals(List.of("EACCES EPERM EPERM EPERM", "100640", "its group: EACCES", "its owner: EACCES", "root: EACCES"),
                world.log);
    }

    @Test
    @Rule("9.2")
    void rule92EveryConnectFunctionIsReached() {
        startAsRoot(k -> {
            var posix = new Posix(k);
            posix.unlink("/file/a");
            posix.rename("/file/a", "/file/b");
            posix.mkdir("/file/d", 0755);
            posix.symlink("/there", "/file/s");
            posix.link("/file/a", "/file/c");
            posix.mount("/file/m", "/dev/hd0");
            world.log.add(failure(() -> posix.readlink("/file/s")) + "");
        });
        world.run(9);

        assertEquals(List.of("unlink a", "rename a /file/b", "mknod d 40755 ", "mknod s 120777 /there", "link c /file/a",
                "mount m /dev/hd0", "ENOSYS"), world.log);
    }
}
