package rtk.apps.scenario;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.SortedMap;

/// Classes and resources from memory. Each process gets a loader of its own, so that what is static in a program belongs to one
/// process, as its memory would.
final class BytesLoader extends ClassLoader {
    private final SortedMap<String, byte[]> files;

    /// @param files by path, such as `park/ParkAssist.class`
    BytesLoader(ClassLoader parent, SortedMap<String, byte[]> files) {
        super(parent);
        this.files = files;
        setDefaultAssertionStatus(true);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = files.get(name.replace('.', '/') + ".class");
        if (bytes == null) throw new ClassNotFoundException(name);
        return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        byte[] bytes = files.get(name);
        return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    }
}
