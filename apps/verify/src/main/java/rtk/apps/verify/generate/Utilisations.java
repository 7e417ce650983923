package rtk.apps.verify.generate;

/// Splits a utilisation among tasks, uniformly over all ways to do so.
public enum Utilisations {
    /// Bini, Buttazzo, "Measuring the performance of schedulability tests", Real-Time Systems 30, 2005, figure 3. A share may exceed 1 where
    /// the sum does.
    UUNIFAST {
        @Override
        public double[] split(int n, double sum, SeedStream random) {
            checked(n, sum);
            var shares = new double[n];
            double left = sum;
            for (int i = 0; i < n - 1; i++) {
                double next = left * StrictMath.pow(random.nextUnit(), 1.0 / (n - 1 - i));
                shares[i] = left - next;
                left = next;
            }
            shares[n - 1] = left;
            return shares;
        }
    },
    /// Stafford's RandFixedSum as Emberson, Stafford, Davis, "Techniques for the synthesis of multiprocessor tasksets", WATERS 2010, use
    /// it: no share exceeds 1, whatever the sum. A table of n² probabilities says by which of the simplexes that the cube is cut
    /// into the point goes.
    RAND_FIXED_SUM {
        @Override
        public double[] split(int n, double sum, SeedStream random) {
            checked(n, sum);
            if (sum > n) throw new IllegalArgumentException(n + " shares of at most 1 cannot sum to " + sum);
            int k = (int) Math.max(Math.min(Math.floor(sum), n - 1), 0);
            double[][] stay = new Simplexes(n, sum, k).stay;
            var shares = new double[n];
            double left = sum;
            double fixed = 0;
            double scale = 1;
            int j = k + 1;
            for (int i = n - 1; i > 0; i--) {
                int e = random.nextUnit() <= stay[i - 1][j - 1] ? 1 : 0;
                double shrink = StrictMath.pow(random.nextUnit(), 1.0 / i);
                fixed += (1 - shrink) * scale * left / (i + 1);
                scale *= shrink;
                shares[n - 1 - i] = fixed + scale * e;
                left -= e;
                j -= e;
            }
            shares[n - 1] = fixed + scale * left;
            shuffle(shares, random);
            return shares;
        }
    };

    /// `n` shares that sum to `sum`.
    ///
    /// @param n at least 1
    /// @param sum above 0; for RandFixedSum at most n
    public abstract double[] split(int n, double sum, SeedStream random);

    private static void checked(int n, double sum) {
        if (n < 1) throw new IllegalArgumentException(n + " tasks");
        if (!(sum > 0)) throw new IllegalArgumentException("a utilisation of " + sum);
    }

    private static void shuffle(double[] values, SeedStream random) {
        for (int i = values.length - 1; i > 0; i--) {
            int other = (int) random.between(0, i);
            double value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
    }

    /// Volumes of the simplexes, scaled, as chances to go one way at each step.
    private static final class Simplexes {
        final double[][] stay;

        Simplexes(int n, double sum, int k) {
            double s = Math.max(Math.min(sum, k + 1), k);
            var below = new double[n];
            var above = new double[n];
            for (int i = 0; i < n; i++) {
                below[i] = s - (k - i);
                above[i] = k + n - i - s;
            }
            var volume = new double[n][n + 1];
            volume[0][1] = Double.MAX_VALUE;
            stay = new double[Math.max(n - 1, 0)][n];
            for (int i = 1; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    double low = volume[i - 1][j + 1] * below[j] / (i + 1);
                    double high = volume[i - 1][j] * above[n - i - 1 + j] / (i + 1);
                    volume[i][j + 1] = low + high;
                    double all = volume[i][j + 1] + Double.MIN_NORMAL;
                    stay[i - 1][j] = above[n - i - 1 + j] > below[j] ? high / all : 1 - low / all;
                }
            }
        }
    }
}
