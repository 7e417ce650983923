package rtk.apps.verify.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.apps.scenario.ScenarioFile;
import rtk.apps.scenario.SourceRoot;

final class GeneratorsTest {
    @ParameterizedTest
    @CsvSource({"UUNIFAST,1,0.4", "UUNIFAST,10,0.7", "RAND_FIXED_SUM,1,0.4", "RAND_FIXED_SUM,10,0.7", "RAND_FIXED_SUM,10,7.3",
        "RAND_FIXED_SUM,3,3", "RAND_FIXED_SUM,50,1"})
    void sharesSumToTheUtilisation(Utilisations method, int n, double sum) {
        var random = new SeedStream(7);
        for (int round = 0; round < 200; round++) {
            double[] shares = method.split(n, sum, random);

            assertEquals(sum, Arrays.stream(shares).sum(), 1e-9);
            assertTrue(Arrays.stream(shares)
                    .allMatch(share -> share >= -1e-12 && (method == Utilisations.UUNIFAST || share <= 1 + 1e-9)));
        }
    }

    /// Uniform over the simplex of sum 1 in three dimensions: a share exceeds x with the chance (1 − x)², any of them.
    @ParameterizedTest
    @EnumSource(Utilisations.class)
    void sharesAreUniformOverTheSimplex(Utilisations method) {
        var random = new SeedStream(11);
        int rounds = 20_000;
        var above = new int[3];
        for (int round = 0; round < rounds; round++) {
            double[] shares = method.split(3, 1, random);
            for (int i = 0; i < 3; i++) if (shares[i] > 0.4) above[i]++;
        }

        for (int count : above) assertEquals(0.36, (double) count / rounds, 0.012);
    }

    /// Given the sum 1.5, a share x ≤ 1 has the density that two uniform ones sum to 1.5 − x, which is 1 − |0.5 − x|, over its integral ¾.
    @Test
    void sharesOfMoreThanOneProcessorAreSymmetric() {
        var random = new SeedStream(13);
        int high = 0;
        int low = 0;
        for (int round = 0; round < 20_000; round++) {
            double[] shares = Utilisations.RAND_FIXED_SUM.split(3, 1.5, random);
            if (shares[0] > 0.75) high++;
            if (shares[0] < 0.25) low++;
        }

        double expected = (0.25 - (0.25 * 0.5 - 0.25 * 0.25 / 2)) / 0.75;
        assertEquals(expected, high / 20_000.0, 0.012);
        assertEquals(expected, low / 20_000.0, 0.012);
    }

    @Test
    void aSeedSaysEverything() {
        var sets = new TaskSets(10, 700_000, Utilisations.UUNIFAST, 1_000_000, 100_000_000, 100_000);

        assertEquals(sets.of(5), sets.of(5));
        assertNotEquals(sets.of(5), sets.of(6));
        assertTrue(sets.of(5).stream().allMatch(task -> task.periodNs() % 100_000 == 0 && task.wcetNs() <= task.periodNs()));
    }

    @Test
    void aSetAsAScenarioCanBeRead() throws Exception {
        var sets = new TaskSets(7, 900_000, Utilisations.RAND_FIXED_SUM, 1_000_000, 1_000_000_000, 1_000);
        var scenario = ScenarioFile.parse("random.yaml", sets.scenario(3), new SourceRoot.Directory(java.nio.file.Path.of("")),
                List.of());

        assertEquals(sets.of(3).stream().map(TaskSets.Task::wcetNs).toList(),
                scenario.tasks().stream().map(task -> task.wcetNs()).toList());
    }

    @Test
    void impossibleWishesAreRefused() {
        var random = new SeedStream(1);

        assertThrows(IllegalArgumentException.class, () -> Utilisations.RAND_FIXED_SUM.split(2, 2.5, random));
        assertThrows(IllegalArgumentException.class, () -> Utilisations.UUNIFAST.split(0, 0.5, random));
        assertThrows(IllegalArgumentException.class, () -> new TaskSets(300, 1, Utilisations.UUNIFAST, 1, 1, 1));
    }

    /// The first three outputs of SplitMix64 for seed 1234567, as its reference implementation prints them.
    @Test
    void theStreamIsSplitMix64() {
        var random = new SeedStream(1234567);

        assertEquals(6457827717110365317L, random.nextLong());
        assertEquals(3203168211198807973L, random.nextLong());
        assertEquals(Long.parseUnsignedLong("9817491932198370423"), random.nextLong());
    }
}
