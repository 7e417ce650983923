package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;

class ProgressTest {
    @Test
    void saysHowFarHowFastAndHowLongYet() {
        assertEquals("simulated 2.5 s of 10 s, 25 %, 0.5x real time, 15 s left", Progress.text(Ns.ms(2_500), Ns.s(10), Ns.s(5)));
        assertEquals("simulated 1 s of 3600 s, 0 %, 10.0x real time, 6 min left",
                Progress.text(Ns.s(1), Ns.s(3_600), Ns.ms(100)));
    }

    @Test
    void saysNothingOfSpeedBeforeThereIsAny() {
        assertEquals("simulated 0 ns of 10 s, 0 %", Progress.text(0, Ns.s(10), Ns.s(1)));
    }
}
