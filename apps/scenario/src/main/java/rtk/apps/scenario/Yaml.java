package rtk.apps.scenario;

import java.util.List;

/// A YAML document as a tree with positions. Lists are mutable until the tree is bound, so that overrides can be put in.
sealed interface Yaml {
    /// Where a node starts.
    ///
    /// @param line from 1
    /// @param column from 1
    record Place(String file, int line, int column) {}

    Place place();

    /// In words, for "found …".
    String text();

    /// @param quoted not plain: certainly a string
    record Scalar(String value, boolean quoted, Place place) implements Yaml {
        @Override
        public String text() { return value.isEmpty() ? "nothing" : quoted ? '"' + value + '"' : value; }

        boolean isEmpty() { return !quoted && (value.isEmpty() || value.equals("~") || value.equals("null")); }
    }

    record Entry(Scalar key, Yaml value) {}

    record Mapping(List<Entry> entries, Place place) implements Yaml {
        @Override
        public String text() { return "a mapping (key: value)"; }

        /// @return the value of the first entry named `key`, or null
        Yaml get(String key) {
            for (Entry entry : entries) {
                if (entry.key().value().equals(key)) return entry.value();
            }
            return null;
        }

        void put(String key, Yaml value) {
            for (int i = 0; i < entries.size(); i++) {
                if (!entries.get(i).key().value().equals(key)) continue;
                entries.set(i, new Entry(entries.get(i).key(), value));
                return;
            }
            entries.add(new Entry(new Scalar(key, false, value.place()), value));
        }
    }

    record Sequence(List<Yaml> items, Place place) implements Yaml {
        @Override
        public String text() { return "a list"; }
    }
}
