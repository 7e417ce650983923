package rtk.trace.analysis;

import java.util.Locale;

/// What samples belong to: a latency path, a task or a message.
public record Series(Kind kind, String name) {
    /// The sort of thing.
    public enum Kind {
        PATH, TASK, MESSAGE;

        /// As in text.
        public String label() { return name().toLowerCase(Locale.ROOT); }
    }

    /// `task audio`; a path is its name.
    @Override
    public String toString() { return kind == Kind.PATH ? name : kind.label() + " " + name; }
}
