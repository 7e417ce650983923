package rtk.resmgr.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import rtk.kernel.api.Errno;

/// The persistent side of publish/subscribe: objects as files of a folder of the host, one each, in the form in which they are read.
///
/// Everything is read once, when the program starts, in order of name; what changes in the folder later changes nothing. A file is replaced
/// in one step, so that a kill of the simulator leaves the old one or the new one.
final class PpsStore {
    private static final int DEPTH_MAX = 8;

    private final Path load;
    private final Path save;
    /// Objects that have a file in [#save].
    private final TreeSet<String> stored = new TreeSet<>();

    /// @param load null to begin with nothing
    /// @param save null to keep nothing
    PpsStore(Path load, Path save) {
        this.load = load;
        this.save = save;
    }

    boolean saves() { return save != null; }

    /// The objects of the folder.
    ///
    /// @throws IllegalArgumentException with one sentence: a folder that cannot be read, a file that is no object
    TreeMap<String, PpsObject> load() {
        var objects = new TreeMap<String, PpsObject>();
        if (load != null) {
            for (String name : names(load)) objects.put(name, object(name));
        }
        if (save != null && Files.isDirectory(save)) stored.addAll(names(save));
        return objects;
    }

    private static List<String> names(Path folder) {
        try (var files = Files.walk(folder, DEPTH_MAX)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(PpsStore::isPersistent).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException("pps: cannot read the folder " + folder
                    + "; a / at its end makes it relative to the scenario file", e);
        }
    }

    private PpsObject object(String name) {
        var object = new PpsObject(name);
        try {
            if (object.publish(Files.readString(load.resolve(name))) == Errno.EOK) return object;
        } catch (IOException e) {
            throw new IllegalArgumentException("pps: cannot read " + load.resolve(name), e);
        }
        throw new IllegalArgumentException("pps: " + load.resolve(name) + " is no object: each line is name:encoding:value");
    }

    /// Only plain names have files: an object cannot lead out of the folder.
    private static boolean isPersistent(String name) { return name.matches("\\w[\\w.-]*(/\\w[\\w.-]*)*"); }

    /// Writes what is to be kept, and takes away what is gone.
    ///
    /// @return EOK, or EIO
    Errno save(Map<String, PpsObject> objects) {
        try {
            for (var object : objects.values()) {
                String text = object.persistentText();
                if (text != null && isPersistent(object.name())) write(object.name(), text);
            }
            for (String name : List.copyOf(stored)) {
                var object = objects.get(name);
                if (object != null && object.persistentText() != null) continue;
                Files.deleteIfExists(save.resolve(name));
                stored.remove(name);
            }
            return Errno.EOK;
        } catch (IOException e) {
            return Errno.EIO;
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = save.resolve(name);
        Files.createDirectories(file.getParent());
        Path next = file.resolveSibling(file.getFileName() + "~");
        Files.write(next, text.getBytes(UTF_8));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        stored.add(name);
    }
}
