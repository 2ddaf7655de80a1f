package io.blip2j.blip2.data;

import java.nio.file.Path;

/// Where a data set is.
///
/// @param path its annotations, shard, or folder
/// @param images what file names are relative to; null: the folder of `path`
/// @param annotations answers to the questions of `path` (VQAv2, OK-VQA), or null
/// @param split which part of a file that holds several (Karpathy's), or null for all
public record DataSpec(Path path, Path images, Path annotations, String split) {
    /// A data set whose pictures lie beside its annotations.
    public static DataSpec of(Path path) {
        return new DataSpec(path, null, null, null);
    }
}
