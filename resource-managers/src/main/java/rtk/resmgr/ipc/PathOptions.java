package rtk.resmgr.ipc;

import java.util.TreeMap;

/// What follows the name in `name?option,option=value`: how PPS and the message queues are told more than a path.
record PathOptions(String name, TreeMap<String, String> options) {
    /// @param path below the manager's own
    static PathOptions of(String path) {
        var options = new TreeMap<String, String>();
        int mark = path.indexOf('?');
        if (mark < 0) return new PathOptions(path, options);
        for (String option : path.substring(mark + 1).split(",")) {
            int equals = option.indexOf('=');
            options.put(equals < 0 ? option : option.substring(0, equals), equals < 0 ? "" : option.substring(equals + 1));
        }
        return new PathOptions(path.substring(0, mark), options);
    }

    boolean has(String option) { return options.containsKey(option); }

    /// @return `missing` if the option is not there, -1 if it is no number
    int number(String option, int missing) {
        String text = options.get(option);
        if (text == null) return missing;
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }
}
