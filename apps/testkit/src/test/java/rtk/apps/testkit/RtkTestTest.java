package rtk.apps.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import rtk.board.sim.Ns;

/// What becomes of tests that fail. The inner class is not found by Maven, only run from here.
class RtkTestTest {
    @Test
    void aProgramThatDiesFailsTheTestWithItsStackAndThePicture() {
        Throwable failure = failureOf("somebodyDies");

        assertTrue(failure.getMessage().startsWith("a/1 died at 20.000 us: java.lang.IllegalStateException: oh"),
                failure.getMessage());
        assertTrue(failure.getMessage().contains("RtkTestTest$Inner"), failure.getMessage());
        assertTrue(failure.getMessage().contains("a      10 |####"), failure.getMessage());
    }

    @Test
    void aDeathThatWasExpectedAndDoesNotComeFailsTheTest() {
        assertTrue(failureOf("nobodyDies").getMessage().startsWith("expected to die, but did not: a"));
    }

    @Test
    void aFailedAssertionCarriesThePicture() {
        Throwable failure = failureOf("theAssertionFails");

        assertEquals("expected: <1> but was: <2>", failure.getMessage());
        assertTrue(failure.getSuppressed()[0].getMessage().contains("a      10 |####"), failure.getSuppressed()[0].getMessage());
    }

    private static Throwable failureOf(String method) {
        List<Throwable> failures = new ArrayList<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(Inner.class.getName() + "#" + method + "(" + RtkWorld.class.getName() + ")")).build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable().ifPresent(failures::add);
            }
        });
        assertEquals(1, failures.size(), failures.toString());
        return failures.getFirst();
    }

    static class Inner {
        @RtkTest
        void somebodyDies(RtkWorld world) {
            world.at(0, "a", 10, k -> {
                k.compute(Ns.us(20));
                throw new IllegalStateException("oh");
            });
            world.run(Ns.us(60));
        }

        @RtkTest
        void nobodyDies(RtkWorld world) {
            world.expectDeath("a").at(0, "a", 10, k -> k.compute(1));
            world.run(Ns.us(60));
        }

        @RtkTest
        void theAssertionFails(RtkWorld world) {
            world.at(0, "a", 10, k -> k.compute(Ns.us(20)));
            world.run(Ns.us(60));

            assertEquals(1, 2);
        }
    }
}
