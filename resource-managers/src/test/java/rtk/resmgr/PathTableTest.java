package rtk.resmgr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.kernel.api.Errno;

class PathTableTest {
    private final PathTable table = new PathTable();

    private List<Integer> pidsFor(String path) { return table.candidates(path).stream().map(PathTable.Prefix::pid).toList(); }

    @Test
    void longestPrefixOfWholeComponentsComesFirst() {
        table.attach("/", 2, 1, 0, 2);
        table.attach("/dev/ser1", 3, 1, 0, 3);

        assertEquals(List.of(2), pidsFor("/dev/ser"));
        assertEquals(List.of(3, 2), pidsFor("/dev/ser1"));
        assertEquals(List.of(3, 2), pidsFor("/dev/ser1/raw"));
        assertEquals(List.of(2), pidsFor("/dev/ser11"));
        assertEquals(List.of(2), pidsFor("/"));
    }

    @Test
    void amongEqualPrefixesTheNewestComesFirst() {
        table.attach("/dev/x", 5, 1, 0, 5);
        table.attach("/dev/x", 9, 1, 0, 9);
        table.attach("/dev/x", 4, 1, 0, 4);

        assertEquals(List.of(4, 9, 5), pidsFor("/dev/x"));
    }

    @Test
    void onlyTheProcessThatAttachedCanDetach() {
        int number = table.attach("/dev/x", 5, 1, 0, 5).number();

        assertFalse(table.detach(number, 6));
        assertTrue(table.detach(number, 5));
        assertFalse(table.detach(number, 5));
        assertEquals(List.of(), pidsFor("/dev/x"));
    }

    @Test
    void prefixesOfADeadProcessGo() {
        table.attach("/dev/x", 5, 1, 0, 50);
        table.attach("/dev/y", 5, 1, 1, 50);
        table.attach("/dev/x", 6, 1, 0, 60);
        table.detachAll(50);

        assertEquals(List.of(6), pidsFor("/dev/x"));
        assertEquals(1, table.size());
    }

    @Test
    void tooManyPrefixesAreRefused() {
        for (int k = 0; k < PathTable.PREFIXES_MAX; k++) assertNotNull(table.attach("/p" + k, 1, 1, 0, 1));
        assertNull(table.attach("/one/more", 1, 1, 0, 1));
    }

    @Test
    void pathsMustBeAbsoluteAndWithoutEmptyComponents() {
        for (String good : List.of("/", "/dev", "/dev/can0/rx0")) assertEquals(Errno.EOK, PathTable.check(good), good);
        for (String bad : List.of("", "dev", "//", "/dev/", "/dev//x")) assertEquals(Errno.EINVAL, PathTable.check(bad), bad);
        assertEquals(Errno.EINVAL, PathTable.check(null));
        assertEquals(Errno.ENAMETOOLONG, PathTable.check("/" + "x".repeat(Messages.PATH_MAX)));
    }
}
