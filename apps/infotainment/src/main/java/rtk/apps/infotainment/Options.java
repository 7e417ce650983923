package rtk.apps.infotainment;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import rtk.board.sim.Ns;

/// The arguments of a service: `--name value`, each name as often as its service allows.
public final class Options {
    private final String program;
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    /// @param known names with their dashes
    /// @throws IllegalArgumentException with one sentence
    public Options(String program, List<String> args, List<String> known) {
        this.program = program;
        for (int n = 0; n < args.size(); n += 2) {
            String name = args.get(n);
            if (!known.contains(name)) {
                throw new IllegalArgumentException(program + ": found " + name + ", expected one of " + String.join(", ", known));
            }
            if (n + 1 == args.size()) throw new IllegalArgumentException(program + ": " + name + " has no value");
            names.add(name);
            values.add(args.get(n + 1));
        }
    }

    /// The last value given, else `fallback`.
    public String value(String name, String fallback) {
        int at = names.lastIndexOf(name);
        return at < 0 ? fallback : values.get(at);
    }

    public List<String> values(String name) {
        var result = new ArrayList<String>();
        for (int n = 0; n < names.size(); n++) {
            if (names.get(n).equals(name)) result.add(values.get(n));
        }
        return result;
    }

    /// A rate such as `50Hz`, as a period.
    ///
    /// @throws IllegalArgumentException if it is none
    public long periodNs(String name, String fallback) {
        String rate = value(name, fallback);
        if (!rate.matches("[1-9][0-9]{0,3}Hz")) {
            throw new IllegalArgumentException(program + ": " + name + ": found " + rate + ", expected a rate such as 50Hz");
        }
        return 1_000_000_000L / Long.parseLong(rate.substring(0, rate.length() - 2));
    }

    /// A duration such as `250us`, `1.5ms` or `2s`, at least 1 ns.
    ///
    /// @param fallback null for 0, which cannot be given
    /// @throws IllegalArgumentException if it is none
    public long durationNs(String name, String fallback) {
        String text = value(name, fallback);
        if (text == null) return 0;
        if (text.matches("[0-9]{1,7}(\\.[0-9]{1,3})?(us|ms|s)")) {
            long unitNs = text.endsWith("us") ? Ns.us(1) : text.endsWith("ms") ? Ns.ms(1) : Ns.s(1);
            long ns = new BigDecimal(text.replaceAll("[a-z]", "")).multiply(BigDecimal.valueOf(unitNs)).longValueExact();
            if (ns > 0) return ns;
        }
        throw new IllegalArgumentException(program + ": " + name + ": found " + text + ", expected a duration such as 20ms");
    }
}
