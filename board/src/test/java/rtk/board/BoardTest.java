package rtk.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import rtk.board.gpio.GpioPort;
import rtk.board.serial.Uart;
import rtk.board.sim.World;
import rtk.trace.TraceSink;

class BoardTest {
    private final World world = new World(1, TraceSink.NONE);

    @Test
    void devicesGoWhereTheLayoutSaysAndTheOthersWhereThereIsRoom() {
        var layout = Map.of("ser1", new Board.Place(0xe000_1000L, 32), "gpio0", new Board.Place(0x4000_0000L, Board.ANYWHERE));
        var board = new Board(world, "b", 1, true, layout);
        var ser1 = new Uart(board, "ser1", 115_200, 16);
        var gpio = new GpioPort(board, "gpio0");
        var ser2 = new Uart(board, "ser2", 115_200, 16);

        assertSame(ser1, board.deviceAt(0xe000_1000L));
        assertSame(ser1, board.deviceAt(0xe000_101cL));
        assertNull(board.deviceAt(0xe000_1020L));
        assertSame(gpio, board.deviceAt(0x4000_0000L));
        assertSame(ser2, board.deviceAt(board.systemPage().get(2).address()));
        assertEquals("[32, 33, 34]", board.systemPage().stream().map(info -> info.irq()).toList().toString());
    }

    @Test
    void aDeviceInTheWayOfAnotherIsRefused() {
        var layout = Map.of("a", new Board.Place(0x1000, Board.ANYWHERE), "b", new Board.Place(0x1010, Board.ANYWHERE));
        var board = new Board(world, "b", 1, true, layout);
        new Uart(board, "a", 115_200, 16);

        assertThrows(IllegalArgumentException.class, () -> new Uart(board, "b", 115_200, 16));
    }

    @Test
    void partsOfOneOfSeveralBoardsCarryItsName() {
        assertEquals("gateway.can0", new Board(world, "gateway", 1, false, Map.of()).label("can0"));
        assertEquals("can0", new Board(world, "gateway", 1).label("can0"));
    }
}
