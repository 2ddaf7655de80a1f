package io.blip2j.blip2.data;

import io.blip2j.core.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Webdataset shards: entries whose names are equal up to the first dot are one sample.
///
/// Only headers and texts are read here; pictures are read from where they lie in the archive.
///
/// **Source:** the webdataset convention; LAVIS's LAION reader takes a random one of the first two captions of a list.
final class TarShards {
    private static final int LONGEST_TEXT = 1 << 20;
    private static final int CAPTIONS = 2;

    private TarShards() {}

    /// The entries of one sample.
    private static final class Group {
        TarArchiveEntry picture;
        TarArchiveEntry text;
        TarArchiveEntry json;
    }

    static void read(List<Path> shards, SampleList into) {
        for (Path shard : shards) {
            try (TarFile tar = new TarFile(shard)) {
                read(shard, tar, into);
            } catch (IOException | IllegalArgumentException problem) {
                throw new InputException(
                        InputException.Kind.BAD,
                        "DATA-TAR",
                        shard.toString(),
                        String.valueOf(problem.getMessage()),
                        "a whole tar file that is not compressed",
                        "Download or make it again");
            }
        }
    }

    private static void read(Path shard, TarFile tar, SampleList into) throws IOException {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (TarArchiveEntry entry : tar.getEntries()) {
            String path = entry.getName();
            int dot = path.indexOf('.', path.lastIndexOf('/') + 1);
            if (!entry.isFile() || entry.isSparse() || dot < 0) {
                continue;
            }
            Group group = groups.computeIfAbsent(path.substring(0, dot), _ -> new Group());
            String ending = path.substring(dot + 1);
            if (SampleList.isPicture(path)) {
                group.picture = entry;
            } else if (ending.equals("txt") || ending.equals("caption")) {
                group.text = entry;
            } else if (ending.equals("json")) {
                group.json = entry;
            }
        }
        for (Map.Entry<String, Group> named : groups.entrySet()) {
            Group group = named.getValue();
            String key = shard.getFileName() + "#" + named.getKey();
            List<String> texts = texts(tar, group, key, into);
            if (texts != null && group.picture == null) {
                into.refuse(key, "DATA-IMAGE", "no picture");
            } else if (texts != null && (!texts.isEmpty() || into.refuse(key, "DATA-TEXT", "no caption"))) {
                TarArchiveEntry picture = group.picture;
                into.samples()
                        .add(Sample.captions(
                                key,
                                new PictureBytes.InArchive(
                                        shard, picture.getName(), picture.getDataOffset(), picture.getSize()),
                                named.getKey(),
                                texts));
            }
        }
    }

    /// The captions; null where the sample is refused already.
    private static List<String> texts(TarFile tar, Group group, String key, SampleList into) throws IOException {
        TarArchiveEntry entry = group.text == null ? group.json : group.text;
        if (entry == null) {
            return List.of();
        }
        if (entry.getSize() > LONGEST_TEXT) {
            into.refuse(key, "DATA-TEXT", entry.getSize() + " bytes of text");
            return null;
        }
        String text;
        try (InputStream in = tar.getInputStream(entry)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (entry == group.text) {
            return text.isBlank() ? List.of() : List.of(text.strip());
        }
        try {
            JsonNode json = JsonRows.MAPPER.readTree(text);
            List<String> texts = new ArrayList<>(JsonRows.texts(json.isArray() ? json : json.path("caption")));
            return texts.subList(0, Math.min(CAPTIONS, texts.size()));
        } catch (JacksonException notJson) {
            into.refuse(key, "DATA-JSON", "no JSON in " + entry.getName());
            return null;
        }
    }
}
