package rtk.trace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.trace.EventKind;
import rtk.trace.ThreadState;

class RunResultsTest {
    @Test
    void aTaskIsMeasuredFromItsNominalReleases() {
        var analysis = new RunAnalysis(List.of());
        var run = new Play(analysis);

        run.at(1_000, EventKind.JOB_RELEASED, Play.CLUSTER, 1, 1_000, 2_000, 0).at(1_300, EventKind.JOB_COMPLETED, Play.CLUSTER,
                1, 300, 0, 0);
        run.at(2_050, EventKind.JOB_RELEASED, Play.CLUSTER, 2, 2_000, 3_000, 0).at(3_000, EventKind.JOB_MISSED, Play.CLUSTER, 2,
                0, 0, 0);
        run.at(3_100, EventKind.JOB_COMPLETED, Play.CLUSTER, 2, 900, 0, 0).at(3_200, EventKind.JOB_RELEASED, Play.OTHER, 1, 3_200,
                0, 0);

        assertEquals(List.of(new TaskResult("t1", 2, 2, 1, 300, 1_100), new TaskResult("other", 1, 0, 0, 0, 0)),
                analysis.tasks());
        assertEquals(2, analysis.taskHistogram("t1").getTotalCount());
        assertNull(analysis.taskHistogram("t9"));
    }

    @Test
    void aMessageIsMeasuredFromQueuingToTheEndOfItsFrame() {
        var engine = new MessageSpec("engine", "can0", 0x100, 1_000);
        var brake = new MessageSpec("brake", "can0", 0x8000_0100L, 0);
        var analysis = new RunAnalysis(List.of(), List.of(engine, brake), List.of());
        var run = new Play(analysis);

        run.at(0, EventKind.FRAME_QUEUED, Play.BUS, 0, 1, 0x100, 8).at(400, EventKind.FRAME_END, Play.BUS, 1, 0x100, 8, 0);
        run.at(500, EventKind.FRAME_QUEUED, Play.BUS, 0, 2, 0xFFFF_FFFF_8000_0100L, 8);
        run.at(600, EventKind.FRAME_QUEUED, Play.BUS, 0, 3, 0x100, 8).at(1_601, EventKind.FRAME_END, Play.BUS, 3, 0x100, 8, 0);
        run.at(1_700, EventKind.FRAME_QUEUED, Play.BUS, 0, 4, 0x100, 8).at(1_800, EventKind.FRAME_DROPPED, Play.BUS, 0, 4, 0, 0);
        run.at(1_900, EventKind.FRAME_QUEUED, Play.BUS, 0, 5, 0x100, 8);
        analysis.finish(2_901);

        assertEquals(List.of(new MessageResult("engine", 4, 2, 3, 400, 1_001), new MessageResult("brake", 1, 0, 0, 0, 0)),
                analysis.messages());
    }

    @Test
    void busLoadCountsTheIntermission() {
        var analysis = new RunAnalysis(List.of());
        var run = new Play(analysis);

        run.at(1_000, EventKind.FRAME_START, Play.BUS, 0, 1, 0x100, 111).at(223_000, EventKind.FRAME_END, Play.BUS, 1, 0x100, 8,
                0);
        analysis.finish(1_000_000);

        assertEquals(List.of(new BusResult("can0", 0.228, 1)), analysis.buses());
    }

    @Test
    void theIntermissionIsAtTheNominalRateIfThatIsKnown() {
        var analysis = new RunAnalysis(List.of(), List.of(), List.of(new BusSpec("can0", 500_000)));
        var run = new Play(analysis);

        run.at(0, EventKind.FRAME_START, Play.BUS, 0, 1, 0x100, 400).at(94_000, EventKind.FRAME_END, Play.BUS, 1, 0x100, 64, 0);
        analysis.finish(1_000_000);

        assertEquals(0.1, analysis.buses().getFirst().load(), 1e-12);
    }

    @Test
    void interruptsAreTakenOutOfTheTimeOfTheThreadTheyInterrupt() {
        var analysis = new RunAnalysis(List.of());
        var run = new Play(analysis);

        run.state(100, Play.MAIN, ThreadState.RUNNING).enter(200).exit(250).state(400, Play.MAIN, ThreadState.RECEIVE);
        run.enter(500).exit(530).state(600, Play.RX, ThreadState.RUNNING);
        analysis.finish(1_000);

        assertEquals(List.of(new CoreResult(0, 0.73, 650, 80)), analysis.cores());
        assertEquals(new ThreadResult(1, "dev-can", "main", 1, 250), analysis.threads().get(0));
        assertEquals(new ThreadResult(2, "dev-can", "rx", 2, 400), analysis.threads().get(1));
    }
}
