package rtk.trace.analysis;

import java.util.Locale;

/// The judgement on one requirement.
///
/// @param require the text of the requirement
/// @param observed what was seen, in the unit of `limit`; null if never exercised
/// @param limit ns, a count, or for a bus load a part from 0 to 1
public record Verdict(Requirement require, Outcome verdict, Number observed, Number limit) {
    /// How it ended.
    public enum Outcome {
        PASSED,
        FAILED,
        /// Nothing happened that could have met or broken the requirement.
        NEVER_EXERCISED;

        /// As in `summary.json`: `passed`, `failed`, `never-exercised`.
        public String label() { return name().toLowerCase(Locale.ROOT).replace('_', '-'); }
    }

    /// `observed` as people read it: `12.5us`, `3`, `41.2%`; empty if never exercised.
    public String observedText() { return observed == null ? "" : require.valueText(observed); }

    /// `limit` as people read it.
    public String limitText() { return require.valueText(limit); }
}
