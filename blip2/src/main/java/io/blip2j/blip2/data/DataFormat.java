package io.blip2j.blip2.data;

import java.util.Locale;

/// What annotations look like; found out from the content.
public enum DataFormat {
    /// A list of `{image, caption}` in JSON or JSON lines, a caption being a text or a list: LAVIS's files of COCO
    /// (Karpathy), Visual Genome, CC3M, CC12M, SBU, Flickr30k; with `question` and `answer` those of VQA and GQA.
    LIST,
    /// `{images, annotations}` with `file_name` and `caption`: COCO's own files, NoCaps.
    COCO,
    /// `{images: [{filename, split, sentences}]}`: Karpathy's files of COCO and Flickr30k.
    KARPATHY,
    /// `{questions}` with `{annotations}` beside: VQAv2, OK-VQA.
    VQA,
    /// `{id: {imageId, question, answer}}`: GQA.
    GQA,
    /// `{file: caption}`.
    MAP,
    /// Lines with columns: CSV, TSV, Flickr30k's `.token`.
    TABLE,
    /// Pictures with a `.txt` beside each.
    FOLDER,
    /// Webdataset shards: tar files with `key.jpg` and `key.txt` or `key.json`.
    SHARDS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
