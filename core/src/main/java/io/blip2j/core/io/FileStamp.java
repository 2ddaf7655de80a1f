package io.blip2j.core.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/// What tells whether the file under a path is still the one that was opened, unchanged.
///
/// @param size in bytes
/// @param changed when it was last written to
/// @param identity device and inode, or null where the file system has none
record FileStamp(long size, FileTime changed, Object identity) {
    static FileStamp of(Path path) throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return new FileStamp(now.size(), now.lastModifiedTime(), now.fileKey());
    }

    /// What has become of the file since, for a message; null where nothing has.
    String changeOf(Path path) throws IOException {
        FileStamp now;
        try {
            now = of(path);
        } catch (NoSuchFileException gone) {
            return "a file that was removed while it was read";
        }
        if (now.equals(this)) {
            return null;
        }
        return now.size != size
                ? "a file that changed from " + size + " to " + now.size + " bytes while it was read"
                : "a file that was written or replaced while it was read";
    }
}
